package paloma.audio.sdp;

import java.util.List;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;

/**
 * What a session description says of one stream of sound (RFC 8866).
 *
 * @param host where its receivers listen, or a group: an address, or a name that is not looked up; null if it does not say
 * @param ttl how many networks packets to an IPv4 group may cross, 0 if it does not say
 * @param packetMillis how much sound a packet holds, 0 if it does not say
 * @param isSealed whether it is sent by SRTP (RFC 3711)
 * @param crypto what stands behind each {@code a=crypto:} (RFC 4568)
 */
public record SessionDescription(
        String host,
        int ttl,
        int port,
        RtcpPort rtcp,
        StreamFormat format,
        int payloadType,
        double packetMillis,
        boolean isSealed,
        List<String> crypto) {}
