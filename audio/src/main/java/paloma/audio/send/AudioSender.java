package paloma.audio.send;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.audio.net.Addresses;
import paloma.audio.net.DatagramHandler;
import paloma.audio.net.Sockets;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.Lifetime;
import paloma.audio.program.WireFormat;
import paloma.audio.source.Source;
import paloma.audio.srtp.Opening;
import paloma.audio.srtp.Unopened;
import paloma.net.Transport;

/** A sender, from its source to its sockets. */
public final class AudioSender {
    /** Ports to try for a pair of neighbours; half of them are odd. */
    private static final int TRIES = 50;

    /** Of the system's, for each receiver: some fifty packets, as Linux counts them (socket(7)). */
    private static final int BUFFER_BYTES = 1 << 16;

    private static final int MAX_BUFFER_BYTES = 1 << 22;

    /** How much may wait for the system: more than a file's packets of which a slow machine sends many at once. */
    private static final double MAX_WAITING_SECONDS = 1.25;

    private static final long CLOSE_MILLIS = 500;

    private final SendSettings settings;
    private final WarmUp warmUp;
    private final Lifetime lifetime;
    private final EventLoopGroup loops = Transport.best().eventLoops(1, "send");
    private final RtcpSession rtcpSession;
    private final Unopened unopened;
    private final Consumer<DatagramPacket> received;
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
        this.warmUp = warmUp;
        this.lifetime = lifetime;
        this.rtcpSession = new RtcpSession(settings);
        this.unopened = new Unopened(stranger -> lifetime.notices()
                .add("What " + Addresses.text(stranger)
                        + " answers is not sealed with this key, so it counts for nothing; start"
                        + " it with the same key."));
        this.received = Opening.of(settings.key(), unopened).rtcp(rtcpSession::take);
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
        Channel[] pair = settings.muxed() || settings.raw() ? alone(loop) : pair(loop);
        Pace pace = new Pace(settings.format().rate());
        Runnable report = settings.raw() ? () -> {} : rtcpSession::turn;
        pacedSender = new PacedSender(settings, pair[0], queue, pace, report, lifetime);
        rtcpSession.use(pacedSender, pair[0], pair[1]);
        if (!settings.raw()) {
            rtcpSession.begin(lifetime);
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

    private Channel[] alone(EventLoop loop) throws UnusableException {
        try {
            Channel channel = bind(loop, 0);
            return new Channel[] {channel, channel};
        } catch (IOException e) {
            throw noSocket(e);
        }
    }

    /** Two neighbouring ports, the even one for sound (RFC 3550, section 11). */
    private Channel[] pair(EventLoop loop) throws UnusableException {
        for (int i = 0; i < TRIES; i++) {
            Channel first = alone(loop)[0];
            int port = ((InetSocketAddress) first.localAddress()).getPort();
            try {
                if (port % 2 == 0) {
                    return new Channel[] {first, bind(loop, port + WireFormat.RTCP_PORT_OFFSET)};
                }
            } catch (IOException taken) {
                // The next pair may be free.
            }
            first.close();
        }
        throw new UnusableException("No two adjacent ports are free to send from; use --rtcp-mux, which needs one.");
    }

    private static UnusableException noSocket(IOException e) {
        return new UnusableException("No socket can be opened to send from (" + e.getMessage() + ").", e);
    }

    private Channel bind(EventLoop loop, int port) throws UnusableException, IOException {
        boolean ipv4 = settings.peers().stream().allMatch(peer -> peer.getAddress() instanceof Inet4Address);
        InetAddress any = ipv4 ? anyIpv4() : Addresses.everyAddress();
        Channel channel = Sockets.bind(
                loop,
                new InetSocketAddress(any, port),
                settings.expedited(),
                settings.hops(),
                // ICMP says that nobody listens there: a listener may come any time.
                new DatagramHandler(received, () -> {}, lifetime::breakOff));
        bound(channel);
        if (settings.broadcast()) {
            channel.config().setOption(ChannelOption.SO_BROADCAST, true);
        }
        return channel;
    }

    /** A full buffer is late sound: half a second in the system, and a second before it. */
    private void bound(Channel channel) {
        int peers = settings.peers().size();
        channel.config().setOption(ChannelOption.SO_SNDBUF, Math.min(MAX_BUFFER_BYTES, (1 + peers) * BUFFER_BYTES));
        int waiting = (int) Math.min(Integer.MAX_VALUE, peers * MAX_WAITING_SECONDS * settings.bytesASecond());
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(waiting / 2, waiting));
    }

    private static InetAddress anyIpv4() throws UnusableException {
        return Addresses.host("0.0.0.0");
    }
}
