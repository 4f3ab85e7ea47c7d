package paloma.audio.send;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.audio.net.Addresses;
import paloma.audio.pcm.SoundTap;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.Lifetime;
import paloma.audio.source.Source;
import paloma.audio.srtp.Opening;
import paloma.audio.srtp.Unopened;
import paloma.net.Transport;

/** A sender, from its source to its sockets. */
public final class AudioSender {
    private static final long CLOSE_MILLIS = 500;

    private final SendSettings settings;
    private final WarmUp warmUp;
    private final Lifetime lifetime;
    private final EventLoopGroup loops = Transport.best().eventLoops(1, "send");
    private final RtcpSession rtcpSession;
    private final Unopened unopened;
    private final SendSockets sockets;
    private final SoundTap tap;
    private ChunkQueue queue;
    private PacedSender pacedSender;
    private volatile boolean ready;
    private Capture capture;

    /** What runs before the first packet that counts, and not on {@code loop}. */
    public interface WarmUp {
        void run(SendSettings settings, EventLoop loop, Lifetime lifetime)
                throws UnusableException, InterruptedException;
    }

    /** @param lifetime ended when the source has ended and all of it has left */
    AudioSender(SendSettings settings, WarmUp warmUp, Lifetime lifetime) {
        this.settings = settings;
        this.tap = new SoundTap(settings.format());
        this.warmUp = warmUp;
        this.lifetime = lifetime;
        this.rtcpSession = new RtcpSession(settings, lifetime);
        this.unopened = new Unopened(stranger -> lifetime.notices()
                .add("What " + Addresses.text(stranger)
                        + " answers is not sealed with this key, so it counts for nothing; start"
                        + " it with the same key."));
        Consumer<DatagramPacket> received = Opening.of(settings.key(), unopened).rtcp(rtcpSession::take);
        this.sockets = new SendSockets(settings, loops.next(), received, lifetime);
    }

    /** @param live whether a pipe delivers in real time, if a person said so, or null */
    void start(Source source, Boolean live) throws UnusableException, InterruptedException {
        EventLoop loop = loops.next();
        queue = new ChunkQueue(backlog(source, live), System::nanoTime);
        capture = new Capture(source, queue, settings.chunkFrames(), this::wake, lifetime);
        if (source.isPipe()) {
            capture.start(); // meanwhile it shows whether it is live
        }
        warmUp.run(settings, loop, lifetime);
        Channel[] pair = sockets.open();
        Pace pace = new Pace(settings.format().rate());
        Runnable report = settings.raw() ? () -> {} : rtcpSession::turn;
        pacedSender = new PacedSender(settings, pair[0], queue, pace, report, tap, lifetime);
        rtcpSession.use(pacedSender, pair[0], pair[1]);
        if (!settings.raw()) {
            rtcpSession.begin();
        }
        queue.begin();
        ready = true;
        if (source.isPipe()) {
            pacedSender.wake();
        } else {
            capture.start();
        }
    }

    private Backlog backlog(Source source, Boolean live) {
        if (source.isDevice()) {
            return new MicrophoneBacklog();
        }
        boolean mayBeLive = source.isPipe() && (live == null || live);
        return mayBeLive ? new PipeBacklog(settings.format(), live != null, ageNanos()) : new FileBacklog();
    }

    /** Whoever writes to our standard input has been started when we were. */
    private static long ageNanos() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Math.max(0, Duration.between(start, Instant.now()).toNanos()))
                .orElse(0L);
    }

    private void wake() {
        if (ready) {
            pacedSender.wake();
        }
    }

    /** Returns what leaves. */
    SoundTap tap() {
        return tap;
    }

    PacedSender pacedSender() {
        return pacedSender;
    }

    RtcpSession rtcpSession() {
        return rtcpSession;
    }

    Unopened unopened() {
        return unopened;
    }

    Capture capture() {
        return capture;
    }

    ChunkQueue queue() {
        return queue;
    }

    /** Sends RTCP's goodbye and closes the sockets; does nothing the second time. */
    void end() {
        if (loops.isShuttingDown()) {
            return;
        }
        if (capture != null) {
            capture.end();
        }
        if (pacedSender != null && !settings.raw()) {
            loops.next().submit(lifetime.guarded(rtcpSession::bye)).awaitUninterruptibly(CLOSE_MILLIS);
        }
        loops.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * CLOSE_MILLIS);
    }
}
