package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Tells zeros in files. Java cannot ask where the holes are, so they are read: in pieces that stay in the processor's cache,
 * and no further than to the first other byte.
 */
final class Zeros {
    private static final int PIECE_BYTES = 64 << 10;
    private static final int FIRST_BYTES = 4_096;
    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(PIECE_BYTES).asReadOnlyBuffer();
    private static final ThreadLocal<ByteBuffer> PIECE =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(PIECE_BYTES));

    private Zeros() {}

    /** Returns whether these bytes are there, and all of them are zeros. */
    static boolean are(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer piece = PIECE.get();
        for (int done = 0; done < length; ) {
            int bytes = Math.min(done == 0 ? FIRST_BYTES : PIECE_BYTES, length - done);
            if (Positioned.read(channel, piece.clear().limit(bytes), from + done) < bytes
                    || !piece.flip().equals(ZEROS.slice(0, bytes))) {
                return false;
            }
            done += bytes;
        }
        return true;
    }
}
