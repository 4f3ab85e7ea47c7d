package paloma.audio.sdp;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import paloma.audio.rtp.PayloadTypes;
import paloma.audio.rtp.StreamFormat;

/**
 * Writes a session description (RFC 8866) for players.
 *
 * <pre>
 * v=0
 * o=- 3024992005 0 IN IP4 127.0.0.1       the origin, with a unique number
 * s=Paloma
 * c=IN IP4 239.1.2.3/1                    the receivers' address; for an IPv4 group with its TTL
 * t=0 0                                   for ever
 * m=audio 5004 RTP/AVP 96                 RTP/SAVP if it is sealed
 * a=rtcp:5010                             only if it is not the next port (RFC 3605)
 * a=rtcp-mux                              only if it is the same port (RFC 5761)
 * a=crypto:1 SUITE inline:KEY             only if it is sealed (RFC 4568)
 * a=rtpmap:96 L24/48000/2
 * a=ptime:1                               milliseconds of sound in a packet
 * </pre>
 */
public final class SdpWriter {
    private static final int PTIME_DIGITS = 3;

    private final long id;
    private final SessionDescription stream;
    private final List<String> types = new ArrayList<>();
    private final List<String> maps = new ArrayList<>();

    /**
     * @param id unique among the descriptions of this machine
     * @param stream with an address as its host
     */
    public SdpWriter(long id, SessionDescription stream) {
        this.id = id;
        this.stream = stream;
        types.add(Integer.toString(stream.payloadType()));
        maps.add("a=rtpmap:" + stream.payloadType() + " " + stream.format());
    }

    /** Says that packets repeat earlier sound (RFC 2198, 5): then they have a type of their own. */
    public SdpWriter withRedundancy() {
        StreamFormat format = stream.format();
        types.add(0, Integer.toString(PayloadTypes.REDUNDANCY));
        maps.add("a=rtpmap:" + PayloadTypes.REDUNDANCY + " red/" + format.rate() + "/" + format.channels());
        maps.add("a=fmtp:" + PayloadTypes.REDUNDANCY + " " + stream.payloadType() + "/" + stream.payloadType());
        return this;
    }

    /**
     * Says that each row of packets is followed by one of parity (RFC 8627, 5).
     *
     * @param columns how many packets a row has
     */
    public SdpWriter withParity(int columns) {
        long windowMicros = Math.round(2 * columns * stream.packetMillis() * 1_000);
        types.add(Integer.toString(PayloadTypes.PARITY));
        maps.add("a=rtpmap:" + PayloadTypes.PARITY + " flexfec/"
                + stream.format().rate());
        maps.add("a=fmtp:" + PayloadTypes.PARITY + " repair-window=" + windowMicros);
        return this;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("v=0");
        lines.add("o=- " + id + " 0 IN IP4 127.0.0.1");
        lines.add("s=Paloma");
        lines.add("c=IN " + connection());
        lines.add("t=0 0");
        lines.add("m=audio " + stream.port() + (stream.isSealed() ? " RTP/SAVP " : " RTP/AVP ")
                + String.join(" ", types));
        int rtcpPort = stream.rtcp().beside(stream.port());
        if (stream.rtcp().muxed() || stream.rtcp().number() > 0) {
            lines.add("a=rtcp:" + rtcpPort);
        }
        if (stream.rtcp().muxed()) {
            lines.add("a=rtcp-mux");
        }
        for (int i = 0; i < stream.crypto().size(); i++) {
            lines.add("a=crypto:" + (i + 1) + " " + stream.crypto().get(i));
        }
        lines.addAll(maps);
        lines.add("a=ptime:" + ptime());
        return lines;
    }

    private String connection() {
        if (stream.host().indexOf(':') < 0) {
            return "IP4 " + stream.host() + (stream.ttl() > 0 ? "/" + stream.ttl() : "");
        }
        return "IP6 " + stream.host();
    }

    private String ptime() {
        return BigDecimal.valueOf(stream.packetMillis())
                .setScale(PTIME_DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
