package paloma.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.net.LingeringCloseHandler;
import paloma.web.WebCounts.Refusal;

/**
 * One browser, from the handshake of its WebSocket to the end: shows the token first where one is wanted, is asked for a
 * sign of life, and closed where it gives none, does not read or says too much.
 */
final class ViewerHandler extends ChannelDuplexHandler implements Viewer {
    static final int MAX_MESSAGE_BYTES = 4_096;
    static final int TRY_AGAIN_LATER = 1013;
    static final int WRONG_TOKEN = 4401;
    static final int WRONG_TOO_OFTEN = 4429;

    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int WRONG_TYPE = 1003;
    private static final int MAX_MESSAGES = 40;
    private static final int MESSAGES_PER_SECOND = 20;
    private static final int TOKEN_SECONDS = 5;
    private static final int CLOSING_SECONDS = 3;
    private static final int BEAT_SECONDS = 15;
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(45);
    private static final long BEHIND_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final SiteSettings settings;
    private final Viewers viewers;
    private final Consumer<Throwable> bugs;
    private final LiveFeed feed;
    private final Consumer<ChannelPipeline> handlers;
    private final MessageRate rate = new MessageRate(MAX_MESSAGES, MESSAGES_PER_SECOND, System.nanoTime());
    private ChannelHandlerContext ctx;
    private ViewerListener listener;
    private Future<?> tokenDeadline;
    private Future<?> beat;
    private boolean begun;
    private long heardNanos = System.nanoTime();
    private long behindNanos;
    private volatile boolean closing;

    /**
     * @param bugs called with what a feed throws
     * @param feed told of the browser, or null where
     * @param handlers are added behind this one
     */
    ViewerHandler(
            SiteSettings settings,
            Viewers viewers,
            Consumer<Throwable> bugs,
            LiveFeed feed,
            Consumer<ChannelPipeline> handlers) {
        this.settings = settings;
        this.viewers = viewers;
        this.bugs = bugs;
        this.feed = feed;
        this.handlers = handlers;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    /** Called when the handshake is done. */
    void begin() {
        begun = true;
        beat = executor().scheduleWithFixedDelay(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
        if (settings.access().wantsToken()) {
            tokenDeadline = executor().schedule(this::refuseToken, TOKEN_SECONDS, TimeUnit.SECONDS);
        } else {
            open();
        }
    }

    /** Only now it takes a place: who shows no token keeps nobody out. */
    private void open() {
        if (!viewers.enter(ctx.channel(), address().getAddress())) {
            close(TRY_AGAIN_LATER, "as many browsers watch as may");
            return;
        }
        try {
            openFeed();
        } catch (Throwable bug) {
            exceptionCaught(ctx, bug);
        }
    }

    private void openFeed() {
        if (handlers == null) {
            listener = feed.open(this);
        } else {
            handlers.accept(ctx.pipeline());
            listener = new ToHandlers();
            ctx.fireChannelActive();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            heardNanos = System.nanoTime();
            if (!closing && begun) {
                read((WebSocketFrame) message);
            } else if (message instanceof CloseWebSocketFrame) {
                context.channel().close();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(WebSocketFrame frame) {
        if (!rate.mayBe(heardNanos)) {
            refuse(Refusal.MESSAGE, WRONG_MESSAGE, "more than " + MESSAGES_PER_SECOND + " messages a second");
        } else if (frame instanceof TextWebSocketFrame text) {
            take(text.text());
        } else if (frame instanceof PingWebSocketFrame ping) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        } else if (frame instanceof CloseWebSocketFrame) {
            left();
        } else if (frame instanceof BinaryWebSocketFrame) {
            refuse(Refusal.MESSAGE, WRONG_TYPE, "text is expected");
        }
    }

    /** The browser has ended the connection: handlers of the program hear of it as they do over TCP. */
    private void left() {
        ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        ctx.fireUserEventTriggered(LingeringCloseHandler.END);
        closeNow(NORMAL, "").addListener(ChannelFutureListener.CLOSE);
    }

    private void take(String text) {
        if (listener == null) {
            takeToken(Json.read(text).orElse(Map.of()));
        } else {
            listener.text(text);
        }
    }

    private void takeToken(Map<String, Object> message) {
        tokenDeadline.cancel(false);
        String token = "token".equals(message.get("type")) && message.get("token") instanceof String given ? given : "";
        switch (settings.access().judge(token, address().getAddress())) {
            case RIGHT -> open();
            case WRONG, NONE -> refuseToken();
            case TOO_OFTEN ->
                refuse(Refusal.TOKEN, WRONG_TOO_OFTEN, "the token was wrong too often; wait for a minute");
        }
    }

    private void refuseToken() {
        refuse(Refusal.TOKEN, WRONG_TOKEN, "the first message is the page's token");
    }

    private void refuse(Refusal why, int status, String reason) {
        settings.counts().refused(why);
        close(status, reason);
    }

    private void beat() {
        long now = System.nanoTime();
        if (!ctx.channel().isWritable() && now - behindNanos > BEHIND_NANOS) {
            settings.counts().refused(Refusal.NOT_READING);
            ctx.channel().close();
        } else if (now - heardNanos > SILENT_NANOS) {
            refuse(Refusal.SILENT, GOING_AWAY, "no sign of life");
        } else {
            ctx.writeAndFlush(new PingWebSocketFrame());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        behindNanos = System.nanoTime();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            left();
            context.channel().close();
            return;
        }
        context.fireUserEventTriggered(event);
        if (event == LingeringCloseHandler.END) {
            closeNow(NORMAL, "");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        if (beat != null) {
            beat.cancel(false);
        }
        if (tokenDeadline != null) {
            tokenDeadline.cancel(false);
        }
        if (listener != null) {
            listener.closed();
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!ClientFault.is(cause)) {
            bugs.accept(cause);
        } else if (cause instanceof CodecException) { // a connection that broke off said nothing wrong
            settings.counts().refused(Refusal.MESSAGE);
        }
        context.channel().close();
    }

    /** The program's own handlers write buffers. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(message instanceof ByteBuf bytes ? new TextWebSocketFrame(bytes) : message, promise);
    }

    @Override
    public boolean send(String text) {
        return !isDropped() && sent(new TextWebSocketFrame(text));
    }

    @Override
    public boolean send(ByteBuf bytes) {
        if (isDropped()) {
            bytes.release();
            return false;
        }
        return sent(new BinaryWebSocketFrame(bytes));
    }

    private boolean isDropped() {
        if (closing) {
            return true;
        }
        boolean isBehind = isBehind();
        if (isBehind) {
            settings.counts().dropped();
        }
        return isBehind;
    }

    private boolean sent(WebSocketFrame frame) {
        ctx.writeAndFlush(frame);
        return true;
    }

    @Override
    public boolean isBehind() {
        return !ctx.channel().isWritable();
    }

    @Override
    public void close(int status, String reason) {
        if (executor().inEventLoop()) {
            closeNow(status, reason);
        } else {
            executor().execute(() -> closeNow(status, reason));
        }
    }

    /** The browser answers that (RFC 6455, section 7.1.2); until then what it sends is read, or a reset could overtake the reason. */
    private ChannelFuture closeNow(int status, String reason) {
        if (closing) {
            return ctx.newSucceededFuture();
        }
        closing = true;
        executor().schedule(() -> ctx.channel().close(), CLOSING_SECONDS, TimeUnit.SECONDS);
        return ctx.writeAndFlush(new CloseWebSocketFrame(status, reason));
    }

    @Override
    public EventExecutor executor() {
        return ctx.executor();
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) ctx.channel().remoteAddress();
    }

    /** Hands messages on as buffers. */
    private final class ToHandlers implements ViewerListener {
        @Override
        public void text(String message) {
            ctx.fireChannelRead(Unpooled.wrappedBuffer(message.getBytes(StandardCharsets.UTF_8)));
            ctx.fireChannelReadComplete();
        }

        @Override
        public void closed() {}
    }
}
