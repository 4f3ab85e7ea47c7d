package paloma.audio.sdp;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import paloma.audio.program.WireFormat;

/**
 * Tells a player what comes, and where it is to listen (RFC 8866, for L16 in RTP).
 *
 * <pre>
 * v=0
 * o=- 3024992005 0 IN IP4 127.0.0.1       who made it, and a number that no other has
 * s=Paloma
 * c=IN IP4 239.1.2.3/1                    where receivers listen; of an IPv4 group how far it reaches, too
 * t=0 0                                   for ever
 * m=audio 5004 RTP/AVP 96
 * a=rtcp:5010                             only where that is not the port after (RFC 3605)
 * a=rtcp-mux                              only where it is the same (RFC 5761)
 * a=rtpmap:96 L16/48000/2
 * </pre>
 *
 * @param id tells this description from all others of this machine
 * @param host where receivers listen: an address of theirs, or a group
 * @param payloadType one that says rate and channels ({@link paloma.audio.rtp.PayloadTypes#says})
 */
public record SessionDescription(
        long id, InetAddress host, int port, int rtcpPort, int rate, int channels, int payloadType) {

    /** Packets to an IPv4 group stay in this network, as the system sends them when it is not told otherwise. */
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
        lines.add("a=rtpmap:" + payloadType + " L16/" + rate + "/" + channels);
        return lines;
    }

    private String connection() {
        if (host instanceof Inet4Address) {
            return "IP4 " + host.getHostAddress() + (host.isMulticastAddress() ? "/" + GROUP_TTL : "");
        }
        return "IP6 " + NetUtil.toAddressString(host);
    }
}
