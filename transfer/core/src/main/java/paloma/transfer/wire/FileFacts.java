package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * What is known of a file beside its bytes, and its name.
 *
 * @param size bytes, at most {@link #LIMIT_BYTES}
 * @param mode POSIX permission bits (up to 07777), or {@link #NO_MODE}
 * @param modifiedNanos since 1970-01-01 UTC
 * @param sparse whether much of it may be holes, which take up no room; not told without a mode
 */
public record FileFacts(long size, int mode, long modifiedNanos, boolean sparse) {
    public static final int NO_MODE = 0xFFFF;

    private static final int SPARSE = 0x8000;
    private static final int MODE_BITS = 07777;

    /** The offset of {@link Data} has 48 bits. */
    public static final long LIMIT_BYTES = 1L << 48;

    public static final int MAX_CHUNKS = (int) (LIMIT_BYTES / Wire.CHUNK_BYTES);

    /** Where the one who writes knows nothing: the {@link Request} of a get or a list. */
    public static final FileFacts NONE = new FileFacts(0, NO_MODE, 0);

    public static final int BYTES = 18;

    public FileFacts(long size, int mode, long modifiedNanos) {
        this(size, mode, modifiedNanos, false);
    }

    public FileFacts withHoles(boolean some) {
        return new FileFacts(size, mode, modifiedNanos, some);
    }

    public void write(ByteBuf out) {
        out.writeShort(sparse ? mode | SPARSE : mode).writeLong(modifiedNanos).writeLong(size);
    }

    /** Needs {@value #BYTES} readable bytes; returns null for a size or a mode that cannot be. */
    public static FileFacts read(ByteBuf in) {
        int field = in.readUnsignedShort();
        boolean sparse = field != NO_MODE && (field & SPARSE) != 0;
        int mode = sparse ? field & ~SPARSE : field;
        long modifiedNanos = in.readLong();
        long size = in.readLong();
        boolean sound = size >= 0 && size <= LIMIT_BYTES && (mode <= MODE_BITS || mode == NO_MODE);
        return sound ? new FileFacts(size, mode, modifiedNanos, sparse) : null;
    }
}
