package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;

/**
 * Samples as RTP carries them: 16 bits each, big-endian, the channels of a frame side by side (RFC 3551, 4.5.11).
 *
 * <pre>
 * 00 01 ff fe 7f ff 80 00     two stereo frames: (1, -2), (32767, -32768)
 * </pre>
 */
public final class L16 {
    public static final int SAMPLE_BYTES = 2;

    /** Four samples go in one access: a buffer checks each access, and that takes longer than the access. */
    private static final int AT_ONCE = Long.BYTES / SAMPLE_BYTES;

    private L16() {}

    /** Writes {@code count} samples, beginning with {@code samples[from]}, at the writer index; makes no garbage. */
    public static void write(short[] samples, int from, int count, ByteBuf out) {
        out.ensureWritable(SAMPLE_BYTES * count);
        int i = from;
        int end = from + count;
        for (; i <= end - AT_ONCE; i += AT_ONCE) {
            out.writeLong((long) samples[i] << 48
                    | (samples[i + 1] & 0xFFFFL) << 32
                    | (samples[i + 2] & 0xFFFFL) << 16
                    | (samples[i + 3] & 0xFFFFL));
        }
        for (; i < end; i++) {
            out.writeShort(samples[i]);
        }
    }

    /** Reads {@code count} samples at the reader index and advances it; they must be there. */
    public static void read(ByteBuf in, short[] into, int from, int count) {
        int i = from;
        int end = from + count;
        for (; i <= end - AT_ONCE; i += AT_ONCE) {
            long four = in.readLong();
            into[i] = (short) (four >>> 48);
            into[i + 1] = (short) (four >>> 32);
            into[i + 2] = (short) (four >>> 16);
            into[i + 3] = (short) four;
        }
        for (; i < end; i++) {
            into[i] = in.readShort();
        }
    }
}
