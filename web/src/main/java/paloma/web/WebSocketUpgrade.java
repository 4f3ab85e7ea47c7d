package paloma.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import paloma.net.ConnectionLimits;

/** Shakes hands (RFC 6455, section 4.2) and hands the connection to a {@link ViewerHandler}. */
final class WebSocketUpgrade implements Upgrade {
    private static final WriteBufferWaterMark BEHIND = new WriteBufferWaterMark(128 << 10, 256 << 10);
    private static final WebSocketDecoderConfig CONFIG = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(ViewerHandler.MAX_MESSAGE_BYTES)
            .allowExtensions(false)
            .build();

    private final SiteSettings settings;
    private final Viewers viewers;
    private final Consumer<Throwable> bugs;
    private final LiveFeed feed;
    private final Consumer<ChannelPipeline> handlers;

    /**
     * @param bugs called with what the feed throws
     * @param feed what is served, or null where it is
     * @param handlers of the program
     */
    WebSocketUpgrade(
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
    public void begin(ChannelHandlerContext ctx, Asked asked) {
        Channel channel = ctx.channel();
        if (!channel.isActive() || !(channel.remoteAddress() instanceof InetSocketAddress)) {
            return;
        }
        channel.config().setWriteBufferWaterMark(BEHIND);
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, asked.path());
        request.headers().set(asked.headers());
        ChannelFuture shaken;
        try {
            shaken = new WebSocketServerHandshaker13("", null, CONFIG).handshake(channel, request);
        } finally {
            request.release();
        }
        ConnectionLimits.computesFor(channel, false); // until it is let in it gives way to others
        ViewerHandler viewer = new ViewerHandler(settings, viewers, bugs, feed, handlers);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast("utf8", new Utf8FrameValidator());
        pipeline.addLast("messages", new WebSocketFrameAggregator(ViewerHandler.MAX_MESSAGE_BYTES));
        pipeline.addLast("viewer", viewer);
        pipeline.remove(ctx.handler());
        channel.config().setAutoRead(true);
        shaken.addListener(done -> begin(viewer, channel, done.isSuccess()));
    }

    private static void begin(ViewerHandler viewer, Channel channel, boolean isShaken) {
        if (isShaken) {
            viewer.begin();
        } else {
            channel.close();
        }
    }
}
