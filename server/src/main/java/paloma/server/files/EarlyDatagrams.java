package paloma.server.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.ObjLongConsumer;

/**
 * Packets that arrived right behind an Open, sealed as they came, until there are keys to open them with. Any thread: they
 * may come to another socket than the Open.
 */
final class EarlyDatagrams {
    /** More than a client's first flight. */
    private static final int MAX_BYTES = 128 << 10;

    private final Queue<Kept> kept = new ArrayDeque<>();
    private int bytes;

    /** @param nanos when it came: how far apart the first packets are tells the sender of the path's rate */
    private record Kept(ByteBuf datagram, long nanos) {}

    /** Keeps a copy if there is room; else it is as if it was lost. */
    synchronized void add(ByteBuf datagram, long now) {
        int length = datagram.readableBytes();
        if (bytes + length <= MAX_BYTES) {
            kept.add(new Kept(Unpooled.copiedBuffer(datagram), now));
            bytes += length;
        }
    }

    /** Hands over what was kept, each with the time at which it came. */
    void drain(ObjLongConsumer<ByteBuf> taker) {
        for (Kept first = next(); first != null; first = next()) {
            taker.accept(first.datagram, first.nanos);
        }
    }

    synchronized void clear() {
        kept.clear();
        bytes = 0;
    }

    private synchronized Kept next() {
        Kept first = kept.poll();
        bytes -= first == null ? 0 : first.datagram.readableBytes();
        return first;
    }
}
