package paloma.server.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.ObjLongConsumer;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.TransferMessage;
import paloma.transfer.wire.Wire;

/** Datagrams that arrived right after an Open, kept while the disk looks for the file. */
final class EarlyDatagrams {
    /** More than a client's first flight. */
    private static final int MAX_BYTES = 128 << 10;

    private final Queue<Kept> kept = new ArrayDeque<>();
    private int bytes;

    /** @param nanos when it came: how far apart the first packets are tells the sender of the path's rate */
    private record Kept(ByteBuf datagram, long nanos) {}

    /** Copies the datagram that begins at {@code start} and ends where the buffer does. */
    static ByteBuf copy(ByteBuf buffer, int start) {
        return Unpooled.copiedBuffer(buffer.slice(start, buffer.writerIndex() - start));
    }

    /** Keeps a copy if it is of the kind, and there is room; else it is as if it was lost. */
    void add(Message message, ByteBuf datagram, int start, long now) {
        boolean counts = message instanceof Data || message instanceof Hashes || message instanceof Probe;
        int length = datagram.writerIndex() - start;
        if (counts && bytes + length <= MAX_BYTES) {
            kept.add(new Kept(copy(datagram, start), now));
            bytes += length;
        }
    }

    /** Hands over what was kept, each with the time at which it came. */
    void drain(ObjLongConsumer<TransferMessage> taker) {
        for (Kept first = kept.poll(); first != null; first = kept.poll()) {
            taker.accept((TransferMessage) Wire.decode(first.datagram), first.nanos);
        }
    }

    void clear() {
        kept.clear();
    }
}
