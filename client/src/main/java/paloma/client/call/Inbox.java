package paloma.client.call;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Passes messages from the event loop to the thread that waits for them, and notes when the last one was sent. */
final class Inbox extends ChannelDuplexHandler {
    /** At most 16 MiB of the largest datagrams; what a peer sends beyond that unasked is dropped. */
    private static final int CAPACITY = 256;

    /** A stream of which so many messages wait is read no further until half of them were taken. */
    private static final int MAX_WAITING = 64;

    /** A message, or why none follows. */
    private interface Event {
        Arrival open() throws IOException;
    }

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(CAPACITY);
    private final Runnable bell;
    private volatile long sentNanos;
    private SocketAddress peer;
    private volatile Channel paused;
    private volatile SecurityFailure refusal;
    private final CountDownLatch ended = new CountDownLatch(1);

    Inbox() {
        this(() -> {});
    }

    /** @param bell called after each event, for a thread that waits for more than this one */
    Inbox(Runnable bell) {
        this.bell = bell;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        peer = ctx.channel().remoteAddress();
        ctx.fireChannelActive();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        sentNanos = System.nanoTime();
        ctx.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        long nanos = System.nanoTime();
        try {
            if (message instanceof ByteBuf line) {
                arrived(line, nanos);
                pauseIfBehind(ctx.channel());
            } else if (message instanceof AddressedEnvelope<?, ?> packet && isFromPeer(packet.sender())) {
                arrived((ByteBuf) packet.content(), nanos);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (refusal == null && cause instanceof SecurityFailure why) {
            refusal = why;
        }
        end(() -> {
            throw Causes.outside(cause);
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(() -> {
            throw new EOFException();
        });
        ctx.fireChannelInactive();
    }

    long sentNanos() {
        return sentNanos;
    }

    /** Waits for the end of the conversation; returns what TLS says of it, or null where it says nothing. */
    SecurityFailure refusal(long timeoutNanos) throws InterruptedException {
        ended.await(timeoutNanos, TimeUnit.NANOSECONDS);
        return refusal;
    }

    /** Waits for the next message; returns null if none arrives in time. */
    Arrival next(long timeoutNanos) throws IOException, InterruptedException {
        Event next = events.poll(Math.max(0, timeoutNanos), TimeUnit.NANOSECONDS);
        resumeIfCaughtUp();
        return next == null ? null : next.open();
    }

    private void arrived(ByteBuf message, long nanos) {
        Arrival arrival = new Arrival(ByteBufUtil.getBytes(message), nanos);
        events.offer(() -> arrival);
        bell.run();
    }

    private void pauseIfBehind(Channel stream) {
        if (events.size() >= MAX_WAITING) {
            paused = stream;
            stream.config().setAutoRead(false);
            resumeIfCaughtUp(); // all of them may have been taken meanwhile
        }
    }

    private void resumeIfCaughtUp() {
        Channel stream = paused;
        if (stream != null && events.size() <= MAX_WAITING / 2) {
            paused = null;
            stream.config().setAutoRead(true);
        }
    }

    /** Replaces a message if the queue is full: the end must not be lost. */
    private void end(Event why) {
        while (!events.offer(why)) {
            events.poll();
        }
        ended.countDown();
        bell.run();
    }

    /** Datagrams of others may arrive before the socket is connected. */
    private boolean isFromPeer(SocketAddress sender) {
        return peer == null || peer.equals(sender);
    }
}
