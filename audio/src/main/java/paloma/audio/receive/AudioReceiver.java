package paloma.audio.receive;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import paloma.audio.net.DatagramHandler;
import paloma.audio.net.Sockets;
import paloma.audio.pcm.UnusableException;
import paloma.audio.sink.Sink;
import paloma.net.Transport;

/** A receiver from its sockets to its sink. */
public final class AudioReceiver {
    private final ReceiveSettings settings;
    private final WarmUp warmUp;
    private final Counts counts = new Counts();
    private final Feedback feedback;
    private final RtpReceiver rtpReceiver;
    private final EventLoopGroup loops = Transport.best().eventLoops(1, "receive");
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private Player player;

    /** What runs before the first packet that counts, and not on {@code loop}. */
    public interface WarmUp {
        void run(ReceiveSettings settings, EventLoop loop) throws UnusableException, InterruptedException;
    }

    AudioReceiver(ReceiveSettings settings, WarmUp warmUp) {
        this.settings = settings;
        this.warmUp = warmUp;
        this.feedback = new Feedback(settings, counts);
        this.rtpReceiver = new RtpReceiver(settings, counts, () -> Stream.of(settings), feedback);
    }

    /** Takes the ports, before a file is written to that may hold an earlier recording. */
    void listen() throws UnusableException, InterruptedException {
        warmUp.run(settings, loops.next());
        Channel media = bind(settings.listen(), rtpReceiver);
        if (!settings.raw()) {
            feedback.use(settings.muxed() ? media : bind(settings.listenForRtcp(), rtcpHandler()));
            media.eventLoop().execute(feedback::turn);
        }
    }

    private Channel bind(InetSocketAddress address, ChannelHandler handler) throws UnusableException {
        Channel channel = Sockets.bind(loops.next(), address, true, 0, handler);
        channels.add(channel);
        return channel;
    }

    private ChannelHandler rtcpHandler() {
        return new DatagramHandler(feedback::take, () -> counts.broken++);
    }

    /** @param broken runs when the sink can take no more, as when a pipe was closed */
    void start(Sink sink, Recent recent, Runnable broken) {
        player = new Player(sink, settings.depth(), rtpReceiver::source, recent, broken);
        player.start();
    }

    RtpReceiver.Source source() {
        return rtpReceiver.source();
    }

    Counts counts() {
        return counts;
    }

    Player player() {
        return player;
    }

    /** Says goodbye and lets go of the sockets. */
    void end() throws InterruptedException {
        loops.next().submit(feedback::bye).awaitUninterruptibly(500);
        if (player != null) {
            player.end();
        }
        channels.close().awaitUninterruptibly(500);
        loops.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly(1_000);
    }
}
