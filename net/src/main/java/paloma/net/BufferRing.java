package paloma.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.concurrent.atomic.LongAdder;

/**
 * The 64 KiB direct buffers of one event loop, used again and again: a slot is free when its {@code refCnt()} is back
 * at 1, so nobody hands it back. The lowest free slot is taken, which keeps the touched memory small and warm in the
 * cache. Where all slots are out, a buffer of the fallback allocator serves, and the miss is counted.
 */
public final class BufferRing {
    /** Holds the largest UDP payload uncut, over IPv6 too. */
    static final int SLOT_BYTES = 65_536;

    /** Enough for one batch of reads and the joined answers to it: at most 5 MiB an event loop, allocated on demand. */
    private static final int SLOTS = 80;

    private static final UnpooledByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(true, true);

    private static final LongAdder MISSES = new LongAdder();

    private static final FastThreadLocal<BufferRing> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected BufferRing initialValue() {
            return new BufferRing();
        }

        @Override
        protected void onRemoval(BufferRing ring) {
            ring.close();
        }
    };

    private final ByteBuf[] slots = new ByteBuf[SLOTS];
    private int cursor;

    static BufferRing ofThread() {
        return OF_THREAD.get();
    }

    /** Returns how often, since the start, all slots of a ring were out and a buffer had to be allocated. */
    public static long misses() {
        return MISSES.sum();
    }

    /** Starts looking from the lowest slot again; called once a batch. */
    void rewind() {
        cursor = 0;
    }

    /** Returns an empty direct buffer of {@value #SLOT_BYTES} bytes that the caller must release. */
    ByteBuf take(ByteBufAllocator fallback) {
        ByteBuf slot = poll();
        if (slot != null) {
            return slot;
        }
        MISSES.increment();
        return fallback.directBuffer(SLOT_BYTES, SLOT_BYTES);
    }

    /** Returns an empty slot as {@link #take} does, or null where all are out. */
    ByteBuf poll() {
        while (cursor < SLOTS) {
            ByteBuf slot = slots[cursor];
            if (slot == null) {
                slot = ALLOCATOR.directBuffer(SLOT_BYTES, SLOT_BYTES);
                slots[cursor] = slot;
            }
            cursor++;
            if (slot.refCnt() == 1) {
                return slot.clear().retain();
            }
        }
        return null;
    }

    private void close() {
        for (int i = 0; i < SLOTS; i++) {
            if (slots[i] != null) {
                slots[i].release();
                slots[i] = null;
            }
        }
    }
}
