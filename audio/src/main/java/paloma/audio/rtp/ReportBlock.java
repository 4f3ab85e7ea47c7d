package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * How one source is heard (RFC 3550, 6.4.1).
 *
 * <pre>
 *  0      4          5            8          12       16     20     24
 * +------+----------+------------+----------+--------+------+------+
 * | SSRC | fraction | cumulative | highest  | jitter | LSR  | DLSR |
 * +------+----------+------------+----------+--------+------+------+
 *
 * de ca fb ad                 SSRC of the source
 * 0d                          13/256 lost since the last report
 * 00 00 2a                    42 lost in all
 * 00 01 0b b8                 highest sequence number: 3000 after one wrap
 * 00 00 00 dc                 jitter: 220 frames
 * b7 05 20 00                 LSR: middle of the last sender report's time
 * 00 05 40 00                 DLSR: 5.25 s since that came
 * </pre>
 *
 * @param fractionLost in 1/256 since the last report, from 0 to 255
 * @param cumulativeLost packets expected less packets that came, duplicates counted: from -2^23 to 2^23 - 1
 * @param highestSequence extended by the count of wraps
 * @param jitter in frames, unsigned
 * @param lastSenderReport {@link Ntp#middle} of the last sender report, or 0 before there was one
 * @param delaySinceLastSenderReport in 1/65,536 s, unsigned
 */
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        int highestSequence,
        int jitter,
        int lastSenderReport,
        int delaySinceLastSenderReport) {
    static final int BYTES = 24;

    private static final int MAX_LOST = 0x7F_FFFF;

    /** Draws the counts of lost packets into what 8 and 24 bits hold. */
    public ReportBlock {
        fractionLost = Math.max(0, Math.min(fractionLost, 0xFF));
        cumulativeLost = Math.max(-MAX_LOST - 1, Math.min(cumulativeLost, MAX_LOST));
    }

    void write(ByteBuf out) {
        out.writeInt(ssrc).writeByte(fractionLost).writeMedium(cumulativeLost).writeInt(highestSequence);
        out.writeInt(jitter).writeInt(lastSenderReport).writeInt(delaySinceLastSenderReport);
    }

    /** Needs {@link #BYTES} readable bytes. */
    static ReportBlock read(ByteBuf in) {
        return new ReportBlock(
                in.readInt(),
                in.readUnsignedByte(),
                in.readMedium(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt());
    }

    /** Needs as many blocks; what a profile put behind them is left where it is. */
    static List<ReportBlock> read(ByteBuf in, int count) {
        List<ReportBlock> reports = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            reports.add(read(in));
        }
        return reports;
    }
}
