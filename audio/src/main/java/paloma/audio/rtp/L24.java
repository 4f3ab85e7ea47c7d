package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;

/**
 * Samples of 24 bits, big-endian, the channels of a frame side by side (RFC 3190, 4). Sound is 16 bits inside: what is read
 * is rounded to the nearest, and what is written has a last byte of 0.
 *
 * <pre>
 * 00 01 00 ff fe 00     one stereo frame: (1, -2)
 * 00 01 80 7f ff ff     another: (2, 32767), since 1.5 is rounded up and nothing is louder than 32767
 * </pre>
 */
public final class L24 {
    public static final int SAMPLE_BYTES = 3;

    private static final int HALF = 0x80;
    private static final int MORE_BITS = 8;

    private L24() {}

    /** Writes {@code count} samples, beginning with {@code samples[from]}, at the writer index; makes no garbage. */
    public static void write(short[] samples, int from, int count, ByteBuf out) {
        out.ensureWritable(SAMPLE_BYTES * count);
        for (int i = from; i < from + count; i++) {
            out.writeMedium(samples[i] << MORE_BITS);
        }
    }

    /** Reads {@code count} samples at the reader index and advances it; they must be there. */
    public static void read(ByteBuf in, short[] into, int from, int count) {
        for (int i = from; i < from + count; i++) {
            into[i] = (short) Math.min(Short.MAX_VALUE, in.readMedium() + HALF >> MORE_BITS);
        }
    }
}
