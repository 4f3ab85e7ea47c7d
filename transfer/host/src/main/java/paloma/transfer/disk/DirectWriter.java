package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import paloma.transfer.Chunks;

/**
 * Writes to a part past the page cache, as long as the system lets us: one copy less, and no pages to be found for it. Any
 * thread.
 */
final class DirectWriter {
    private static final ThreadLocal<ByteBuffer> CHUNK = ThreadLocal.withInitial(() -> PastCache.buffer(Chunks.BYTES));

    private final PartLock part;

    /** The kernel has those who extend a file wait for each other, and lets them spin. */
    private final ReentrantLock turn = new ReentrantLock();

    private FileChannel direct;
    private boolean isTried;

    DirectWriter(PartLock part) {
        this.part = part;
    }

    /**
     * Returns whether it wrote all; else the bytes are to be written in another way.
     *
     * @param bytes at most a chunk; left as they were
     */
    boolean write(Part.Writer writer, ByteBuffer bytes, long at) {
        FileChannel channel = bytes.remaining() % PastCache.ALIGN_BYTES == 0 ? channel() : null;
        if (channel == null) {
            return false;
        }
        ByteBuffer pages = CHUNK.get().clear().put(bytes.duplicate()).flip();
        turn.lock();
        try {
            writer.write(channel, pages, at);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            giveUp(); // the usual way tells why
            return false;
        } finally {
            turn.unlock();
        }
    }

    private synchronized FileChannel channel() {
        if (!isTried) {
            isTried = true;
            direct = PastCache.open(part.channel(), StandardOpenOption.WRITE);
            if (direct != null) {
                part.keep(direct);
            }
        }
        return direct;
    }

    private synchronized void giveUp() {
        direct = null; // closed with the part's lock
    }
}
