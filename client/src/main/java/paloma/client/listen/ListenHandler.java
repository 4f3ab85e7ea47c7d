package paloma.client.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/** Passes messages from the event loop to the thread that prints them; those that find the queue full are only counted. */
@Sharable
final class ListenHandler extends ChannelInboundHandlerAdapter {
    /** At most 4 MiB of heads. */
    private static final int CAPACITY = 4_096;

    /** A message, or the bug that ends the command. */
    private interface Event {
        Heard open();
    }

    private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>(CAPACITY);
    private final LongAdder missed = new LongAdder();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof ByteBuf line) {
                hear(withoutEnd(line), ctx.channel().remoteAddress());
            } else if (message instanceof AddressedEnvelope<?, ?> packet) {
                hear((ByteBuf) packet.content(), packet.sender());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            broke(cause);
        }
        // Netty closes a broken connection; a datagram socket goes on.
    }

    Heard next() throws InterruptedException {
        return heard.take().open();
    }

    long missed() {
        return missed.sum();
    }

    private void hear(ByteBuf payload, SocketAddress source) {
        int length = payload.readableBytes();
        int shown = Math.min(length, Heard.HEAD_BYTES);
        byte[] head = ByteBufUtil.getBytes(payload, payload.readerIndex(), shown);
        Heard message = new Heard(System.currentTimeMillis(), source, length, head);
        if (!heard.offer(() -> message)) {
            missed.increment();
        }
    }

    /** Replaces all that is waiting, so that the bug is met at once. */
    private void broke(Throwable bug) {
        heard.clear();
        heard.offer(() -> {
            throw new IllegalStateException(bug);
        });
    }

    private static ByteBuf withoutEnd(ByteBuf line) {
        int end = line.writerIndex();
        if (end > line.readerIndex() && line.getByte(end - 1) == '\n') {
            end--;
        }
        return line.writerIndex(end);
    }
}
