package paloma.audio.receive;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.audio.jitter.Depth;
import paloma.audio.net.Addresses;
import paloma.audio.net.DatagramHandler;
import paloma.audio.net.Sockets;
import paloma.audio.pcm.SoundTap;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.Lifetime;
import paloma.audio.sink.Sink;
import paloma.audio.srtp.Opening;
import paloma.audio.srtp.Unopened;
import paloma.net.Transport;

/** A receiver, from its sockets to its sink. */
public final class AudioReceiver {
    private static final long CLOSE_MILLIS = 500;
    private static final long BEAT_MILLIS = 250;

    private final ReceiveSettings settings;
    private final WarmUp warmUp;
    private final Lifetime lifetime;
    private final Counts counts = new Counts();
    private final Unopened unopened;
    private final Opening opening;
    private final Feedback feedback;
    private final RtpReceiver rtpReceiver;
    private final EventLoopGroup loops = Transport.best().eventLoops(1, "receive");
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final SoundTap tap;
    private final Gain gain;
    private volatile Depth depth;
    private Player player;

    /** What runs before the first packet that counts, and not on {@code loop}. */
    public interface WarmUp {
        void run(ReceiveSettings settings, EventLoop loop, Lifetime lifetime)
                throws UnusableException, InterruptedException;
    }

    /** @param lifetime ended when the sink takes no more */
    AudioReceiver(ReceiveSettings settings, WarmUp warmUp, Lifetime lifetime) {
        this.settings = settings;
        this.depth = settings.depth();
        this.tap = new SoundTap(settings.format());
        this.gain = new Gain(settings.format().rate());
        this.warmUp = warmUp;
        this.lifetime = lifetime;
        this.unopened = new Unopened(stranger -> lifetime.notices()
                .add("What " + Addresses.text(stranger)
                        + " sends is not sealed with this key, so it is not played; start it with" + " the same key."));
        this.opening = Opening.of(settings.key(), unopened);
        this.feedback = new Feedback(settings, counts, lifetime);
        this.rtpReceiver = new RtpReceiver(settings, counts, this::stream, feedback, lifetime.notices());
    }

    /** Binds the ports, before a file is written to that may hold an earlier recording. */
    void listen() throws UnusableException, InterruptedException {
        warmUp.run(settings, loops.next(), lifetime);
        Channel media = bind(settings.listen(), media(), "", "choose another");
        Runnable beat = lifetime.guarded(rtpReceiver::beat);
        loops.next().scheduleWithFixedDelay(beat, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
        if (!settings.raw()) {
            feedback.start(settings.muxed() ? media : bindRtcp());
        }
    }

    private Consumer<DatagramPacket> media() {
        return settings.muxed() ? opening.muxed(rtpReceiver::take) : opening.rtp(rtpReceiver::take);
    }

    private Channel bindRtcp() throws UnusableException {
        String use = ", which RTCP uses beside " + settings.listen().getPort() + ",";
        return bind(settings.listenForRtcp(), opening.rtcp(feedback::take), use, "choose another port, or --rtcp-mux");
    }

    private Channel bind(InetSocketAddress address, Consumer<DatagramPacket> received, String use, String instead)
            throws UnusableException {
        DatagramHandler handler = new DatagramHandler(received, () -> counts.socketErrors++, lifetime::breakOff);
        try {
            Channel channel = Sockets.bind(loops.next(), address, true, 0, handler);
            channels.add(channel);
            return channel;
        } catch (IOException e) {
            throw Sockets.refusal(address, use, instead, e);
        }
    }

    /** @param sink closed at the end */
    void start(Sink sink, Recent recent) {
        player = new Player(sink, settings.depth(), rtpReceiver::source, gain, recent, tap, lifetime);
        player.start();
    }

    private Stream stream() {
        Stream stream = Stream.of(settings);
        if (!depth.equals(settings.depth())) {
            stream.depth(depth);
        }
        return stream;
    }

    /** Changes how long sound waits, of this stream and of those that follow. Any thread. */
    void depth(Depth other) {
        depth = other;
        RtpReceiver.Source source = source();
        if (source != null) {
            source.stream().depth(other);
        }
    }

    Depth depth() {
        return depth;
    }

    /** Returns what the sink was written. */
    SoundTap tap() {
        return tap;
    }

    Gain gain() {
        return gain;
    }

    ReceiveSettings settings() {
        return settings;
    }

    RtpReceiver.Source source() {
        return rtpReceiver.source();
    }

    /** Returns what was said about senders whose format was not agreed on. */
    List<String> otherFormats() {
        return rtpReceiver.otherFormats();
    }

    Presence presence() {
        return rtpReceiver.presence();
    }

    Unopened unopened() {
        return unopened;
    }

    Counts counts() {
        return counts;
    }

    Player player() {
        return player;
    }

    /** Sends RTCP's goodbye and closes the sockets and the sink; does nothing the second time. */
    void end() throws InterruptedException {
        if (loops.isShuttingDown()) {
            return;
        }
        loops.next().submit(lifetime.guarded(feedback::bye)).awaitUninterruptibly(CLOSE_MILLIS);
        if (player != null) {
            player.end();
        }
        channels.close().awaitUninterruptibly(CLOSE_MILLIS);
        loops.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * CLOSE_MILLIS);
    }
}
