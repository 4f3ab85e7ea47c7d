package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * How a receiver that sends no sound hears others (RFC 3550, 6.4.2).
 *
 * <pre>
 *  0        4      8
 * +--------+------+------------
 * | header | SSRC | blocks ...
 * +--------+------+------------
 *
 * 81 c9 00 07                 receiver report of one block, 7 words more
 * 12 34 56 78                 SSRC of the receiver
 * de ca fb ad 0d 00 00 2a     the block: see {@link ReportBlock}
 * 00 01 0b b8 00 00 00 dc
 * b7 05 20 00 00 05 40 00
 * </pre>
 *
 * @param reports at most 31
 */
public record ReceiverReport(int ssrc, List<ReportBlock> reports) implements RtcpPacket {
    static final int TYPE = 201;

    @Override
    public void write(ByteBuf out) {
        int start = Rtcp.begin(out, reports.size(), TYPE);
        out.writeInt(ssrc);
        reports.forEach(report -> report.write(out));
        Rtcp.end(out, start);
    }

    static ReceiverReport read(ByteBuf in, int count) {
        return in.readableBytes() < Integer.BYTES + count * ReportBlock.BYTES
                ? null
                : new ReceiverReport(in.readInt(), ReportBlock.read(in, count));
    }
}
