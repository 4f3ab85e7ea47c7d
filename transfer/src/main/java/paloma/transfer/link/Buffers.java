package paloma.transfer.link;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import paloma.transfer.Chunks;

/** Chunk buffers that are used again, no more than a bound at once. Any thread takes and gives. */
public final class Buffers {
    private final int limit;
    private final AtomicInteger out = new AtomicInteger();
    private final ConcurrentLinkedQueue<byte[]> spare = new ConcurrentLinkedQueue<>();

    /** @param limit of buffers of {@link Chunks#BYTES} */
    public Buffers(int limit) {
        this.limit = limit;
    }

    /** Gives a buffer, or null when all are out. */
    public byte[] take() {
        if (out.incrementAndGet() > limit) {
            out.decrementAndGet();
            return null;
        }
        byte[] buffer = spare.poll();
        return buffer == null ? new byte[Chunks.BYTES] : buffer;
    }

    /** Gives a buffer also when all are out: for what is bounded otherwise. */
    byte[] takeOrMake() {
        byte[] buffer = take();
        if (buffer == null) {
            out.incrementAndGet();
            buffer = new byte[Chunks.BYTES];
        }
        return buffer;
    }

    public void give(byte[] buffer) {
        spare.add(buffer);
        out.decrementAndGet();
    }

    public int taken() {
        return out.get();
    }
}
