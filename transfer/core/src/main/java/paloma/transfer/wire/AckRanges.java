package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/** The ranges of an {@link Ack}: each as its distance from the one above it and its length (RFC 9000, 19.3.1). */
final class AckRanges {
    private AckRanges() {}

    static void write(ByteBuf out, int largest, int[] ranges) {
        int count = ranges.length / 2;
        if (count == 0 || count > Ack.MAX_RANGES || ranges[0] != largest) {
            throw new IllegalArgumentException(count + " ranges below " + largest);
        }
        out.writeByte(count);
        long low = 0;
        for (int i = 0; i < 2 * count; i += 2) {
            long high = Integer.toUnsignedLong(ranges[i]);
            if (i > 0) {
                Varint.write(out, positive(low - high - 2));
            }
            low = Integer.toUnsignedLong(ranges[i + 1]);
            Varint.write(out, positive(high - low));
        }
    }

    private static long positive(long difference) {
        if (difference < 0) {
            throw new IllegalArgumentException("ranges that touch or do not descend");
        }
        return difference;
    }

    /** Needs one readable byte; returns null where the ranges are cut off or go below packet 0. */
    static int[] read(ByteBuf in, int largest) {
        int count = in.readUnsignedByte();
        if (count == 0 || count > Ack.MAX_RANGES || in.readableBytes() < 2 * count - 1) {
            return null;
        }
        int[] ranges = new int[2 * count];
        long high = Integer.toUnsignedLong(largest);
        for (int i = 0; i < ranges.length; i += 2) {
            if (i > 0) {
                long gap = Varint.read(in);
                high = gap < 0 ? -1 : high - gap - 2;
            }
            long length = Varint.read(in);
            long low = high - length;
            if (length < 0 || low < 0) {
                return null;
            }
            ranges[i] = (int) high;
            ranges[i + 1] = (int) low;
            high = low;
        }
        return ranges;
    }
}
