package paloma.server.handler;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.RejectedExecutionException;
import paloma.service.Reply;
import paloma.service.Request;

/**
 * One request on its way up the pipeline and its answer on the way down: the same object, so that every stage knows
 * both. What one source sent in one go travels as a burst, a chain of exchanges of which the stages see the first, so
 * that a guard is asked once and a clock read once. Confined to its event loop;
 * only {@link Reply} may be used from elsewhere.
 */
public final class Exchange implements Request {
    private static final int UNBOUND = Integer.MAX_VALUE;

    private final Channel channel;
    private final ByteBuf payload;
    private final SocketAddress source;
    private final InetSocketAddress asked;
    private int answerLimitBytes;
    private final long arrivalNanos;
    private ServiceHandler handler;
    private ChannelHandlerContext server;
    private ByteBuf answer;
    private boolean answered;
    private boolean pending;
    private boolean unlimited;
    private boolean unasked;
    private Exchange next;

    /**
     * @param payload owned by this exchange from now on
     * @param asked the local address that the request was sent to; null where it does not matter
     */
    public Exchange(
            Channel channel,
            ByteBuf payload,
            SocketAddress source,
            InetSocketAddress asked,
            int answerLimitBytes,
            long arrivalNanos) {
        this.channel = channel;
        this.payload = payload;
        this.source = source;
        this.asked = asked;
        this.answerLimitBytes = answerLimitBytes;
        this.arrivalNanos = arrivalNanos;
    }

    /** Makes one that nobody asked for: a message to a peer who has proved his address, on its way down alone. */
    public static Exchange unasked(
            Channel channel, SocketAddress peer, InetSocketAddress from, ByteBuf message, long nowNanos) {
        Exchange exchange = new Exchange(channel, Unpooled.EMPTY_BUFFER, peer, from, UNBOUND, nowNanos);
        exchange.answer(message);
        exchange.unasked = true;
        return exchange;
    }

    /** Returns whether nobody asked: where the socket has no room for the message, its sender may try again. */
    boolean isUnasked() {
        return unasked;
    }

    /** Takes a message back that does not leave now. */
    void waits(ByteBuf message) {
        answer = message;
    }

    @Override
    public ByteBuf payload() {
        return payload;
    }

    @Override
    public SocketAddress source() {
        return source;
    }

    /** Returns the source as an Internet address, or null for a UNIX socket. */
    public InetSocketAddress inetSource() {
        return source instanceof InetSocketAddress inet ? inet : null;
    }

    public InetSocketAddress asked() {
        return asked;
    }

    @Override
    public long arrivalNanos() {
        return arrivalNanos;
    }

    @Override
    public int answerLimitBytes() {
        return answerLimitBytes;
    }

    @Override
    public void answer(ByteBuf bytes) {
        if (answered) {
            bytes.release();
            throw new IllegalStateException("the request has its answer already");
        }
        answered = true;
        answer = bytes;
    }

    @Override
    public Reply answerLater() {
        if (answered) {
            throw new IllegalStateException("the request has its answer already");
        }
        handler.deferred();
        answered = true;
        pending = true;
        return new LaterReply();
    }

    /** Returns whether its source has proved its address: no request bounds what is sent there. */
    public boolean isProved() {
        return answerLimitBytes == UNBOUND;
    }

    /** Called when the source has proved its address by what it sent. */
    public void prove() {
        answerLimitBytes = UNBOUND;
    }

    /** Returns whether this came over a connection, where a refusal cannot pass for a lost datagram. */
    public boolean isStream() {
        return isStream(channel);
    }

    static boolean isStream(Channel channel) {
        return channel.parent() != null;
    }

    /** Called when no rate limits this source: the later stages pass it. */
    public void liftLimits() {
        unlimited = true;
    }

    public boolean isUnlimited() {
        return unlimited;
    }

    /** Returns whether the answer is still to come from {@link #answerLater()}. */
    public boolean isPending() {
        return pending;
    }

    /** Returns the answer, or null where there is none. The exchange owns it until {@link #takeAnswer()}. */
    public ByteBuf answer() {
        return answer;
    }

    /** Removes and returns the answer, which the caller must release; null where there is none. */
    public ByteBuf takeAnswer() {
        ByteBuf taken = answer;
        answer = null;
        return taken;
    }

    public void dropAnswer() {
        if (answer != null) {
            answer.release();
            answer = null;
        }
    }

    /** Lets go of the payload; called once, by the stage that ends the request. */
    public void releasePayload() {
        payload.release();
    }

    /** Returns the exchange that came in the same burst behind this one, or null. */
    public Exchange next() {
        return next;
    }

    /** Puts {@code behind} and what follows it in the place of all that followed this exchange; null cuts. */
    public void follow(Exchange behind) {
        next = behind;
    }

    public int burstSize() {
        int count = 1;
        for (Exchange behind = next; behind != null; behind = behind.next) {
            count++;
        }
        return count;
    }

    /** Cuts the burst behind its first {@code count} exchanges and gives the rest, or null. */
    public Exchange cutBehind(int count) {
        Exchange last = this;
        for (int i = 1; i < count && last.next != null; i++) {
            last = last.next;
        }
        Exchange rest = last.next;
        last.next = null;
        return rest;
    }

    void servedBy(ServiceHandler stage, ChannelHandlerContext ctx) {
        handler = stage;
        server = ctx;
    }

    private final class LaterReply implements Reply {
        @Override
        public void answer(ByteBuf bytes) {
            boolean taken = onLoop(() -> {
                if (!settle()) {
                    bytes.release();
                    return;
                }
                answer = bytes;
                server.writeAndFlush(Exchange.this, server.voidPromise());
            });
            if (!taken) {
                bytes.release();
            }
        }

        @Override
        public void nothing() {
            onLoop(() -> {
                if (settle()) {
                    server.writeAndFlush(Exchange.this, server.voidPromise());
                }
            });
        }

        @Override
        public void failed(Throwable cause) {
            onLoop(() -> {
                if (settle()) {
                    handler.failedLater(server, Exchange.this, cause);
                }
            });
        }

        /** Returns false for a second call, which is a bug of the service. */
        private boolean settle() {
            if (!pending) {
                handler.failed(new IllegalStateException("the request has its answer already"));
                return false;
            }
            pending = false;
            handler.settled();
            return true;
        }

        /** Returns false where the event loop has ended, and with it the server. */
        private boolean onLoop(Runnable task) {
            try {
                channel.eventLoop().execute(task);
                return true;
            } catch (RejectedExecutionException e) {
                return false;
            }
        }
    }
}
