package paloma.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.net.InetAddress;

/** One connection among those of {@link ConnectionLimits}: its first handler, which sees when bytes come or go. */
final class BoundedConnection extends ChannelDuplexHandler {
    private final Channel channel;
    private InetAddress source;
    private final ConnectionLimits limits;
    private final ConnectionWatch watch;
    private final long openedNanos;
    private boolean isKnown;
    private boolean isReading;
    private volatile long lastBytesNanos;
    private volatile boolean waits;

    BoundedConnection(Channel channel, InetAddress source, ConnectionLimits limits, ConnectionWatch watch) {
        this.channel = channel;
        this.source = source;
        this.limits = limits;
        this.watch = watch;
        this.isKnown = !watch.isProxy(source);
        this.openedNanos = limits.nowNanos();
        this.lastBytesNanos = openedNanos;
    }

    /** Returns whom it counts for; {@link SourcePrefix#NONE} while only the proxy is known. */
    long prefix() {
        return isKnown ? SourcePrefix.of(source) : SourcePrefix.NONE;
    }

    /** Moves it to the client that the proxy told; called under the lock of the limits. */
    void isOf(InetAddress client) {
        source = client;
        isKnown = true;
    }

    long silenceNanos(long nowNanos) {
        return waits ? 0 : nowNanos - lastBytesNanos;
    }

    /** Returns whether it was silent for so long; one that is younger has no merits yet. */
    boolean mayGiveWay(long nowNanos, long thresholdNanos) {
        return silenceNanos(nowNanos) >= thresholdNanos || nowNanos - openedNanos < thresholdNanos;
    }

    void waits(boolean forAnswer) {
        waits = forAnswer;
    }

    void tell(InetAddress client) {
        limits.move(this, client);
    }

    /** Closes it, from whichever thread: what its handlers do then is done on its event loop. */
    void turnAway(ConnectionLimits.Bound bound) {
        watch.turnedAway(bound, source);
        channel.eventLoop().execute(channel::close);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        heard();
        isReading = true;
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        isReading = false;
        ctx.fireChannelReadComplete();
    }

    /** An answer to what was just read leaves in the same moment. */
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!isReading) {
            heard();
        }
        ctx.write(message, promise);
    }

    /** A peer that takes a long answer slowly is not silent. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        heard();
        ctx.fireChannelWritabilityChanged();
    }

    private void heard() {
        lastBytesNanos = limits.nowNanos();
    }
}
