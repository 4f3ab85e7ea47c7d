package paloma.transfer.driver;

import io.netty.buffer.ByteBuf;
import paloma.transfer.wire.Message;

/** One side of one transfer, on its event loop: takes what came, says what leaves and when to ask again. */
public interface Party {
    /** Takes a message of this transfer; its bytes are the caller's. */
    void take(Message message, long nowNanos);

    /** Returns the room that {@link #poll} needs. */
    int datagramBytes();

    /** Writes the datagram that is to leave now and gives its length, or 0 where nothing is. */
    int poll(ByteBuf out, long nowNanos);

    /** Returns when to poll again at the latest. */
    long wakeNanos(long nowNanos);

    /** Returns whether it has ended and has nothing more to say. */
    boolean isOver();

    /** Lets go of files and memory; what is unfinished can be taken up again. */
    void close();
}
