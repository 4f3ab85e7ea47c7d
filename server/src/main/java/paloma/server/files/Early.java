package paloma.server.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.TransferMessage;
import paloma.transfer.wire.Wire;

/** What came right behind an Open, kept while the disk looks for the file. */
final class Early {
    /** More than a client's first flight. */
    private static final int MOST_BYTES = 128 << 10;

    private final Queue<ByteBuf> datagrams = new ArrayDeque<>();
    private int bytes;

    /** Copies the datagram that begins at {@code start} and ends where the buffer does. */
    static ByteBuf copy(ByteBuf buffer, int start) {
        return Unpooled.copiedBuffer(buffer.slice(start, buffer.writerIndex() - start));
    }

    /** Keeps a copy if it is of the kind, and there is room; else it is as if it was lost. */
    void add(Message message, ByteBuf datagram, int start) {
        boolean counts = message instanceof Data || message instanceof Hashes || message instanceof Probe;
        int length = datagram.writerIndex() - start;
        if (counts && bytes + length <= MOST_BYTES) {
            datagrams.add(copy(datagram, start));
            bytes += length;
        }
    }

    void drain(Consumer<TransferMessage> taker) {
        for (ByteBuf datagram = datagrams.poll(); datagram != null; datagram = datagrams.poll()) {
            taker.accept((TransferMessage) Wire.decode(datagram));
        }
    }

    void clear() {
        datagrams.clear();
    }
}
