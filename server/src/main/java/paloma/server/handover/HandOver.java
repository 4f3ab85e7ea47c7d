package paloma.server.handover;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Items on their way from event loops to one thread, bounded in number and in bytes, without a lock. The thread frees
 * the room of an item when it is done with it, which may be long after it took it.
 */
public final class HandOver<T> {
    private final int maxItems;
    private final long maxBytes;
    private final Queue<T> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger items = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<Thread> waiting = new AtomicReference<>();

    public HandOver(int maxItems, long maxBytes) {
        this.maxItems = maxItems;
        this.maxBytes = maxBytes;
    }

    /**
     * Adds an item, which is made only where there is room for it.
     *
     * @return false when there is none
     */
    public boolean offer(int itemBytes, Supplier<? extends T> item) {
        if (!reserve(itemBytes)) {
            return false;
        }
        boolean added = false;
        try {
            queue.add(item.get());
            added = true;
        } finally {
            if (!added) {
                free(itemBytes);
            }
        }
        wake();
        return true;
    }

    private boolean reserve(int itemBytes) {
        boolean fits = items.incrementAndGet() <= maxItems & bytes.addAndGet(itemBytes) <= maxBytes;
        if (!fits) {
            free(itemBytes);
        }
        return fits;
    }

    /** Returns the next item, or null. Its room stays taken until {@link #free}. */
    public T poll() {
        return queue.poll();
    }

    public void free(int itemBytes) {
        items.decrementAndGet();
        bytes.addAndGet(-itemBytes);
    }

    /** Returns whether less than {@code quarters} quarters of the room are taken, by number and by bytes. */
    public boolean isBelow(int quarters) {
        return items.get() * 4L < (long) maxItems * quarters && bytes.get() * 4 < maxBytes * quarters;
    }

    /** Waits on the one thread that polls, until there is an item, the thread is unparked or the time is up. */
    public void await(long nanos) {
        waiting.set(Thread.currentThread());
        if (queue.isEmpty()) {
            LockSupport.parkNanos(this, nanos);
        }
        waiting.set(null);
    }

    private void wake() {
        if (waiting.get() != null) {
            LockSupport.unpark(waiting.getAndSet(null));
        }
    }
}
