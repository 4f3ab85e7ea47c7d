package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Says which packets have come.
 *
 * @param serial grows with each Ack, so that one that was overtaken is told from a newer one
 * @param credit how many chunks may be begun in all (unsigned, never falls)
 * @param largest the largest packet number that came (unsigned)
 * @param arrivalMicros the receiver's clock when {@code largest} came; wraps
 * @param delayMicros from then until this message left (unsigned)
 * @param ranges pairs (high, low) of packet numbers, both included, highest first, the first high being
 *     {@code largest}: at most {@link #MOST_RANGES} pairs, not copied
 */
public record Ack(long transfer, int serial, int credit, int largest, int arrivalMicros, int delayMicros, int[] ranges)
        implements Message {
    static final int TYPE = 0x13;

    public static final int MOST_RANGES = 64;

    private static final int FIXED_BODY_BYTES = 29;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(transfer).writeInt(serial).writeInt(credit);
        out.writeInt(largest).writeInt(arrivalMicros).writeInt(delayMicros);
        AckRanges.write(out, largest, ranges);
    }

    static Ack read(ByteBuf in) {
        if (in.readableBytes() < FIXED_BODY_BYTES) {
            return null;
        }
        long transfer = in.readLong();
        int serial = in.readInt();
        int credit = in.readInt();
        int largest = in.readInt();
        int arrivalMicros = in.readInt();
        int delayMicros = in.readInt();
        int[] ranges = AckRanges.read(in, largest);
        return ranges == null || in.isReadable()
                ? null
                : new Ack(transfer, serial, credit, largest, arrivalMicros, delayMicros, ranges);
    }
}
