package paloma.audio.sdp;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import paloma.audio.program.WireFormat;
import paloma.audio.rtp.StreamFormat;

/**
 * Describes a stream of L16 in RTP to players (RFC 8866).
 *
 * <pre>
 * v=0
 * o=- 3024992005 0 IN IP4 127.0.0.1       the origin, with a unique number
 * s=Paloma
 * c=IN IP4 239.1.2.3/1                    the receivers' address; for an IPv4 group with its TTL
 * t=0 0                                   for ever
 * m=audio 5004 RTP/AVP 96
 * a=rtcp:5010                             only if it is not the next port (RFC 3605)
 * a=rtcp-mux                              only if it is the same port (RFC 5761)
 * a=rtpmap:96 L16/48000/2
 * </pre>
 *
 * @param id unique among the descriptions of this machine
 * @param host the receivers' address, or a group
 * @param payloadType one that may mean the format ({@link paloma.audio.rtp.PayloadTypes#mayMean})
 */
public record SessionDescription(
        long id, InetAddress host, int port, int rtcpPort, StreamFormat format, int payloadType) {

    /** Packets to an IPv4 group stay in this network, the system's default. */
    private static final int GROUP_TTL = 1;

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("v=0");
        lines.add("o=- " + id + " 0 IN IP4 127.0.0.1");
        lines.add("s=Paloma");
        lines.add("c=IN " + connection());
        lines.add("t=0 0");
        lines.add("m=audio " + port + " RTP/AVP " + payloadType);
        if (rtcpPort != port + WireFormat.RTCP_PORT_OFFSET) {
            lines.add("a=rtcp:" + rtcpPort);
        }
        if (rtcpPort == port) {
            lines.add("a=rtcp-mux");
        }
        lines.add("a=rtpmap:" + payloadType + " " + format);
        return lines;
    }

    private String connection() {
        if (host instanceof Inet4Address) {
            return "IP4 " + host.getHostAddress() + (host.isMulticastAddress() ? "/" + GROUP_TTL : "");
        }
        return "IP6 " + NetUtil.toAddressString(host);
    }
}
