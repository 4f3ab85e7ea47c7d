package paloma.net;

/**
 * How the UDP sockets of an endpoint are opened.
 *
 * @param sockets how many share the port by SO_REUSEPORT, one an event loop; 1 where the platform has no such option
 * @param receiveBufferBytes what is asked for as SO_RCVBUF; the kernel may grant less (see {@link UdpEndpoint#grantedReceiveBufferBytes()})
 * @param joinSegments whether answers to one peer may leave joined (UDP_SEGMENT) and arrive joined (UDP_GRO)
 */
public record UdpOptions(int sockets, int receiveBufferBytes, boolean joinSegments) {
    /** The default of 212,992 bytes holds 256 small datagrams; this holds 10,000. */
    public static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    public static final UdpOptions DEFAULT = new UdpOptions(1, RECEIVE_BUFFER_BYTES, true);

    public UdpOptions withSockets(int count) {
        return new UdpOptions(count, receiveBufferBytes, joinSegments);
    }
}
