package paloma.server.peer;

import io.netty.buffer.ByteBuf;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What waits for one peer, in the order in which it was sent. Any thread adds; his event loop takes. */
final class Outbox {
    /** The budget of a peer: 2,000 lines of chat or four of the largest datagrams; 20,000 who do not read take 5 GiB at worst. */
    static final int LIMIT_BYTES = 256 << 10;

    /** What a message takes up besides its bytes. */
    static final int MESSAGE_BYTES = 96;

    private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger bytes = new AtomicInteger();

    /** A message that waits, and since when. */
    record Message(ByteBuf bytes, long sinceNanos) {}

    /** Takes the message over; false, with the message the caller's, where it would exceed the budget. */
    boolean offer(ByteBuf message, long nowNanos) {
        int cost = cost(message);
        if (bytes.addAndGet(cost) > LIMIT_BYTES) {
            bytes.addAndGet(-cost);
            return false;
        }
        messages.add(new Message(message, nowNanos));
        return true;
    }

    /** Returns the oldest, which stays, or null. */
    Message peek() {
        return messages.peek();
    }

    /** Removes and returns the oldest, which the caller must release; null where there is none. */
    Message poll() {
        Message message = messages.poll();
        if (message != null) {
            bytes.addAndGet(-cost(message.bytes()));
        }
        return message;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Returns whether the oldest has waited for longer. */
    boolean hasWaited(long nanos, long nowNanos) {
        Message oldest = messages.peek();
        return oldest != null && nowNanos - oldest.sinceNanos() > nanos;
    }

    void clear() {
        for (Message message = poll(); message != null; message = poll()) {
            message.bytes().release();
        }
    }

    private static int cost(ByteBuf message) {
        return message.readableBytes() + MESSAGE_BYTES;
    }
}
