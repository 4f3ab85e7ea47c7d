package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Says which packets have come.
 *
 * <pre>
 *  0      1        5         9         13      17      18
 * +------+--------+---------+---------+-------+-------+------------
 * | type | credit | largest | arrival | delay | count | ranges ...
 * +------+--------+---------+---------+-------+-------+------------
 *
 * 13                                                type: Ack
 * 00 00 00 11                                       credit: 17 chunks
 * 00 00 03 e8                                       largest: packet 1000
 * 00 bc 61 4e                                       arrival: 12.345678 s on this side's clock
 * 00 00 00 fa                                       delay: 0.25 ms
 * 03                                                three ranges
 * 40 64                                             100 more below 1000: 1000 to 900
 * 00                                                gap of 1: packet 899 is missing
 * 00                                                0 more below 898: 898 alone
 * 40 60                                             gap of 97: packets 897 to 801 are missing
 * 43 20                                             800 more below 800: 800 to 0
 * </pre>
 *
 * @param credit how many chunks may be begun in all (unsigned, never falls)
 * @param largest the low 32 bits of the largest packet number that came
 * @param arrivalMicros the receiver's clock when {@code largest} came; wraps
 * @param delayMicros from then until this message left (unsigned)
 * @param ranges pairs (high, low) of packet numbers, both included, highest first, the first high being
 *     {@code largest}: at most {@link #MAX_RANGES} pairs, not copied
 */
public record Ack(int credit, int largest, int arrivalMicros, int delayMicros, int[] ranges) implements Frame {
    static final int TYPE = 0x13;

    public static final int MAX_RANGES = 64;

    private static final int FIXED_BODY_BYTES = 17;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeInt(credit).writeInt(largest).writeInt(arrivalMicros).writeInt(delayMicros);
        AckRanges.write(out, largest, ranges);
    }

    static Ack read(ByteBuf in) {
        if (in.readableBytes() < FIXED_BODY_BYTES) {
            return null;
        }
        int credit = in.readInt();
        int largest = in.readInt();
        int arrivalMicros = in.readInt();
        int delayMicros = in.readInt();
        int[] ranges = AckRanges.read(in, largest);
        return ranges == null || in.isReadable() ? null : new Ack(credit, largest, arrivalMicros, delayMicros, ranges);
    }
}
