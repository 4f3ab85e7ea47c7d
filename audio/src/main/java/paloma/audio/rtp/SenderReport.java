package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * What a source has sent, with the time by two clocks, and how it hears others (RFC 3550, 6.4.1).
 *
 * <pre>
 *  0        4      8     16          20        24       28
 * +--------+------+-----+-----------+---------+--------+------------
 * | header | SSRC | NTP | timestamp | packets | octets | blocks ...
 * +--------+------+-----+-----------+---------+--------+------------
 *
 * 80 c8 00 06                 sender report of no blocks, 6 words more
 * de ca fb ad                 SSRC of the sender
 * b4 4d b7 05 20 00 00 00     NTP: 11:33:25.125 UTC on 10 November 1995
 * 00 00 04 00                 timestamp of sound at that time: 1024
 * 00 00 00 07                 7 packets since the start
 * 00 00 20 00                 8192 bytes of payload in them
 * </pre>
 *
 * @param ntp as {@link Ntp} counts
 * @param packets since the start, wraps
 * @param octets of payload since the start, wraps
 * @param reports at most 31
 */
public record SenderReport(int ssrc, long ntp, int timestamp, int packets, int octets, List<ReportBlock> reports)
        implements RtcpPacket {
    static final int TYPE = 200;

    private static final int FIXED_BYTES = 24;

    @Override
    public void write(ByteBuf out) {
        int start = Rtcp.begin(out, reports.size(), TYPE);
        out.writeInt(ssrc).writeLong(ntp).writeInt(timestamp).writeInt(packets).writeInt(octets);
        reports.forEach(report -> report.write(out));
        Rtcp.end(out, start);
    }

    static SenderReport read(ByteBuf in, int count) {
        if (in.readableBytes() < FIXED_BYTES + count * ReportBlock.BYTES) {
            return null;
        }
        return new SenderReport(
                in.readInt(), in.readLong(), in.readInt(), in.readInt(), in.readInt(), ReportBlock.read(in, count));
    }
}
