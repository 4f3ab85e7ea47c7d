package paloma.net;

import java.net.NetworkInterface;

/**
 * How the UDP sockets of an endpoint are opened.
 *
 * @param sockets how many share the port by SO_REUSEPORT, one for each event loop; 1 where the platform has no such option
 * @param receiveBufferBytes asked for as SO_RCVBUF and SO_SNDBUF; the kernel may grant less (see
 *     {@link UdpEndpoint#grantedReceiveBufferBytes()})
 * @param joinSegments whether answers to one peer may leave joined (UDP_SEGMENT) and arrive joined (UDP_GRO)
 * @param trafficClass the former TOS byte of what leaves, with the DSCP in its upper six bits (RFC 2474); 0 for the
 *     system's default
 * @param multicastHops how many routers multicast may pass; 0 for the system's default of none
 * @param multicastInterface where a group is joined; null for every interface that is up
 */
public record UdpOptions(
        int sockets,
        int receiveBufferBytes,
        boolean joinSegments,
        int trafficClass,
        int multicastHops,
        NetworkInterface multicastInterface) {
    /** The default of 212,992 bytes holds 256 small datagrams; this holds 10,000. */
    public static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    public static final UdpOptions DEFAULT = new UdpOptions(1, RECEIVE_BUFFER_BYTES, true);

    public UdpOptions(int sockets, int receiveBufferBytes, boolean joinSegments) {
        this(sockets, receiveBufferBytes, joinSegments, 0, 0, null);
    }

    public UdpOptions withSockets(int count) {
        return new UdpOptions(count, receiveBufferBytes, joinSegments, trafficClass, multicastHops, multicastInterface);
    }

    public UdpOptions withMulticastInterface(NetworkInterface one) {
        return new UdpOptions(sockets, receiveBufferBytes, joinSegments, trafficClass, multicastHops, one);
    }
}
