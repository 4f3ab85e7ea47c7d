package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Tells zeros in an open file, read no further than to the first other byte. Java cannot ask where the holes are, so they are
 * read: past the page cache where the system lets us, for that is ten times as fast as to fill the cache with them. Several
 * threads may ask at once.
 */
final class Zeros implements AutoCloseable {
    private static final int PIECE_BYTES = 256 << 10;
    private static final int FIRST_BYTES = 4_096;
    private static final ByteBuffer ZEROS = PastCache.buffer(PIECE_BYTES).asReadOnlyBuffer();
    private static final ThreadLocal<ByteBuffer> PIECE = ThreadLocal.withInitial(() -> PastCache.buffer(PIECE_BYTES));

    private final FileChannel file;

    /** Opened when the first zeros are found; null where that cannot be. */
    private FileChannel direct;

    private boolean isTried;
    private volatile boolean likely;

    Zeros(FileChannel file) {
        this.file = file;
    }

    /** Returns whether these bytes are there, and all of them are zeros; chunks begin where pages do. */
    boolean are(long from, int length) throws IOException {
        FileChannel past = likely ? direct() : null;
        likely = past == null
                ? are(file, from, Math.min(FIRST_BYTES, length)) && areAll(from, length)
                : arePast(past, from, length);
        return likely;
    }

    private boolean areAll(long from, int length) throws IOException {
        FileChannel past = open();
        return past == null ? are(file, from, length) : arePast(past, from, length);
    }

    private boolean arePast(FileChannel past, long from, int length) throws IOException {
        try {
            return are(past, from, length);
        } catch (IOException | IllegalArgumentException e) {
            drop(); // it wants to be asked in another way
            return are(file, from, length);
        }
    }

    /** Returns as above, of any file. */
    static boolean are(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer piece = PIECE.get();
        for (int done = 0; done < length; ) {
            int bytes = Math.min(PIECE_BYTES, length - done);
            int whole = (bytes + PastCache.ALIGN_BYTES - 1) / PastCache.ALIGN_BYTES * PastCache.ALIGN_BYTES;
            // Once, for what is left may not be aligned; less than was asked for counts as no zeros.
            if (channel.read(piece.clear().limit(whole), from + done) < bytes
                    || !piece.position(0).limit(bytes).equals(ZEROS.slice(0, bytes))) {
                return false;
            }
            done += bytes;
        }
        return true;
    }

    private synchronized FileChannel direct() {
        return direct;
    }

    private synchronized FileChannel open() {
        if (!isTried) {
            direct = PastCache.open(file, StandardOpenOption.READ);
        }
        isTried = true;
        return direct;
    }

    private synchronized void drop() {
        Quietly.close(direct);
        direct = null;
    }

    @Override
    public synchronized void close() {
        isTried = true;
        if (direct != null) {
            drop();
        }
    }
}
