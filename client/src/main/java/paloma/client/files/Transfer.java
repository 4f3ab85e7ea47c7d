package paloma.client.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import paloma.net.DatagramTrain;
import paloma.transfer.Handshake;
import paloma.transfer.RateLimit;
import paloma.transfer.driver.Pump;
import paloma.transfer.driver.TransferDriver;
import paloma.transfer.driver.TransferListener;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.protection.PacketOpener;
import paloma.transfer.protection.PacketSealer;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Ping;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

/** One transfer, from its first datagram to its end, on the event loop of its socket. */
abstract class Transfer implements TransferSocket.MessageHandler, TransferListener {
    static final long IDLE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Packets kept until there are keys to open them with: a first flight, at most 1.5 MB. */
    private static final int MAX_EARLY = 1_024;

    /** A server that lives is not silent for so long. */
    private static final long HINTABLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TransferContext context;
    private final Handshake.OpenRequest request;
    private final TransferResources resources;
    private final long connection = RANDOM.nextLong();
    private final PacketSealer sealer = new PacketSealer(connection);
    private final Queue<ByteBuf> early = new ArrayDeque<>();
    private PacketOpener opener;
    private Opening opening;
    private boolean endsWhenRefused;
    private DatagramTrain train;
    private TransferDriver driver;
    private Pump pump;
    private Consumer<Outcome> whenEnded;
    private boolean accepted;
    private boolean told;
    private boolean stopping;
    private boolean ended;
    private Throwable bug;
    private RateLimit limit = RateLimit.NONE;
    private long heardNanos;

    Transfer(TransferContext context, Handshake.OpenRequest request, TransferResources resources) {
        this.context = context;
        this.request = request;
        this.resources = resources;
    }

    /** Starts; {@code ended} is called once, with the outcome. */
    final void start(Consumer<Outcome> ended) {
        whenEnded = ended;
        guarded(this::start);
    }

    private void start() {
        long now = System.nanoTime();
        heardNanos = now;
        train = context.socket().train();
        Handshake handshake = new Handshake(
                connection,
                RANDOM.nextLong(),
                request,
                context.trust(),
                this::offload,
                Math.min(context.socket().limitBytes(), Math.max(limit.datagramBytes(), Wire.SAFE_BYTES)),
                now);
        opening = new Opening(context, handshake, train, limit, () -> guarded(this::open), now);
        context.socket().add(this);
        open();
        prepare();
    }

    /** Ends it and tells the server; it can be resumed. */
    final void stop() {
        stopping = true;
        guarded(() -> fail(Reason.STOPPED, "stopped"));
    }

    @Override
    public final long connection() {
        return connection;
    }

    /** Returns whether the server has let it begin. */
    final boolean isAccepted() {
        return accepted;
    }

    @Override
    public final void take(Message message, long now) {
        guarded(() -> {
            if (!accepted) {
                heardNanos = now;
                handshake().take(message, now);
                if (handshake().isAsked()) {
                    pathSeen(now);
                }
                proceed();
            } else if (message instanceof Hint) {
                hinted(now);
            }
        });
    }

    /** Anybody can write a hint: it counts where the server has been silent, and then leads to a new connection. */
    private void hinted(long now) {
        if (driver != null && driver.isDone()) {
            driver.finish();
        } else if (now - heardNanos >= HINTABLE_NANOS) {
            end(new Outcome(Outcome.How.REFUSED, Reason.UNKNOWN_TRANSFER, ""));
        }
    }

    @Override
    public final void take(ByteBuf packet, long now) {
        guarded(() -> {
            if (opener != null) {
                open(packet, now);
            } else if (early.size() < MAX_EARLY) {
                early.add(Unpooled.copiedBuffer(packet));
            }
        });
    }

    private void open(ByteBuf packet, long now) {
        long number = opener.open(packet);
        Frame frame = number < 0 ? null : Frame.decode(opener.text());
        if (frame != null) {
            heard(number, frame, now);
        }
    }

    /** Takes what the server has sealed. */
    final void heard(long number, Frame frame, long now) {
        heardNanos = now;
        told = frame instanceof Fail;
        try {
            taken(number, frame, now);
        } finally {
            told = false;
        }
    }

    @Override
    public final long silentNanos(long now) {
        return ended ? -1 : now - heardNanos;
    }

    @Override
    public final void probe() {
        guarded(() -> {
            if (accepted && !ended) {
                ping();
            }
        });
    }

    @Override
    public final void rebound(Channel channel) {
        guarded(() -> {
            train.redirect(channel, context.socket().server(), null);
            if (accepted) {
                ping();
            } else {
                handshake().repeat(System.nanoTime());
                open();
            }
        });
    }

    /** Shows the server that this side is here and has the keys. */
    final void ping() {
        send(Ping.PING);
        pump();
    }

    private void send(Frame frame) {
        int bytes = sealer.seal(frame, train.begin(Wire.SAFE_BYTES));
        train.end(bytes);
        train.flush();
        limit.sent(bytes, System.nanoTime());
    }

    private <T> void offload(Supplier<T> work, Consumer<T> next) {
        context.disk().execute(() -> {
            try {
                T result = work.get();
                onLoop(() -> {
                    if (!ended) {
                        next.accept(result);
                        proceed();
                    }
                });
            } catch (Throwable cause) {
                onLoop(() -> broken(cause));
            }
        });
    }

    @Override
    public final void read() {
        guarded(() -> {
            pump();
            open();
        });
    }

    /** Called before the start where the server has said that it stops: then nobody listening is the end of it. */
    final void endWhenRefused() {
        endsWhenRefused = true;
    }

    @Override
    public final void refused() {
        guarded(() -> {
            if (endsWhenRefused || !opening.isServerKnown()) {
                end(Outcome.of(Outcome.How.NOBODY));
            }
        });
    }

    @Override
    public final void done() {
        end(bug == null ? Outcome.DONE : Outcome.bug(bug));
    }

    @Override
    public final void failed(Reason reason, String text) {
        end(outcome(reason, text));
    }

    /** Called before {@link #failed} or {@link #done}, where the driver has told the server, or after the end. */
    @Override
    public final void broke(Throwable cause) {
        if (ended) {
            context.socket().broke(cause);
        } else {
            bug = cause;
        }
    }

    /** Does what can be done while the first answer of the server is on its way. */
    void prepare() {}

    /** Called when the Open has left for the first time: a put sends its first bytes right behind it. */
    abstract void asked(long now);

    /** Called when more may be known of the path, before the server has answered. */
    void pathSeen(long now) {}

    abstract void accepted(Grant grant, long now);

    /** Called with each frame after the Accept. */
    abstract void taken(long number, Frame frame, long now);

    /** Releases a file that has no driver yet. */
    abstract void letGo();

    /** Called once at the end, however it ended. */
    void ended() {}

    /** Returns the size of the file, or 0 while it is not known. */
    abstract long size();

    /** Adds what this transfer has moved so far. */
    abstract void count(Tally tally);

    /**
     * Limits the rate.
     *
     * @param bytesPerSecond that this transfer sends
     * @param shared what all of the command send together
     */
    void limit(double bytesPerSecond, RateLimit shared) {
        limit = shared;
    }

    /** Returns when the file was complete and under its name; called when it is done. */
    abstract long doneNanos();

    final TransferResources resources() {
        return resources;
    }

    final TransferContext context() {
        return context;
    }

    final Handshake.OpenRequest request() {
        return request;
    }

    final Handshake handshake() {
        return opening.handshake();
    }

    final EventLoop loop() {
        return context.socket().loop();
    }

    final TransferDriver driver() {
        return driver;
    }

    final boolean isEnded() {
        return ended;
    }

    final long heardNanos() {
        return heardNanos;
    }

    final void run(TransferDriver side) {
        driver = side;
        pump = new Pump(side, train, loop());
    }

    final void pump() {
        if (pump != null) {
            pump.run();
        }
    }

    /** Runs a step of this transfer on the event loop, soon. */
    final void onLoop(Runnable step) {
        context.socket().execute(() -> guarded(step));
    }

    /** Runs a step of this transfer; a bug in it ends this transfer and no other. */
    final void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable cause) {
            broken(cause);
        }
    }

    final void broken(Throwable cause) {
        bug = cause;
        try {
            fail(Reason.OTHER, "the client met an internal error");
        } catch (Throwable another) {
            cause.addSuppressed(another);
        }
        end(Outcome.bug(cause));
    }

    /** Ends the transfer and tells the server. */
    private void fail(Reason reason, String text) {
        if (driver != null) {
            driver.fail(reason, text);
        } else {
            end(reason, text);
        }
    }

    final PacketSealer sealer() {
        return sealer;
    }

    /** Ends a transfer without a driver and tells the server. */
    final void end(Reason reason, String text) {
        if (!ended && sealer.isReady()) {
            send(new Fail(reason, text));
        }
        end(outcome(reason, text));
    }

    /** Goes on where the handshake has come to an end, or to the next step. */
    private void proceed() {
        if (ended || accepted) {
            return;
        }
        Handshake handshake = handshake();
        if (handshake.fail() != null) {
            told = handshake.isTold();
            end(outcome(reason(handshake), words(handshake)));
        } else if (handshake.grant() != null) {
            established(System.nanoTime());
        } else {
            open();
        }
    }

    private static String words(Handshake handshake) {
        boolean isOurs = handshake.fail().reason() == Reason.SERVER_KEY && !handshake.isTold();
        return isOurs ? handshake.keyRefusal() : handshake.fail().text();
    }

    /** That the token is wrong is said in clear: it is tried again before that is believed. */
    private Reason reason(Handshake handshake) {
        Reason reason = handshake.fail().reason();
        boolean isHint = reason == Reason.TOKEN && handshake.isTold();
        return isHint && !context.tokenHints().areEnough() ? Reason.UNKNOWN_TRANSFER : reason;
    }

    private void established(long now) {
        Handshake handshake = handshake();
        context.tokenHints().disproved();
        accepted = true;
        heardNanos = now;
        sealer.established(handshake.keys().client());
        opener = new PacketOpener(connection, handshake.keys().server(), null);
        opening.accepted(now);
        context.trust().proved(handshake.serverKey());
        accepted(handshake.grant(), now);
        ping();
        for (ByteBuf packet = early.poll(); packet != null && !ended; packet = early.poll()) {
            open(packet, now);
        }
        pump();
    }

    private void open() {
        if (accepted || ended) {
            return;
        }
        long now = System.nanoTime();
        opening.send(now);
        if (handshake().isAsked() && !sealer.isReady()) {
            sealer.early(handshake().earlyKey());
            asked(now);
        }
        if (handshake().fail() != null) {
            proceed();
            return;
        }
        if (opening.isTimedOut(now - heardNanos)) {
            end(Outcome.of(opening.isServerKnown() ? Outcome.How.SILENT : Outcome.How.NO_ANSWER));
        } else if (!ended) {
            opening.sleep(now);
        }
    }

    private Outcome outcome(Reason reason, String text) {
        if (bug != null) {
            return Outcome.bug(bug);
        }
        if (stopping) {
            return Outcome.of(Outcome.How.STOPPED);
        }
        if (told) {
            return new Outcome(Outcome.How.REFUSED, reason, text);
        }
        boolean silent = reason == Reason.STOPPED && System.nanoTime() - heardNanos > IDLE_TIMEOUT_NANOS / 2;
        return silent ? Outcome.of(Outcome.How.SILENT) : new Outcome(Outcome.How.FAILED, reason, text);
    }

    private void end(Outcome how) {
        if (!ended) {
            ended = true;
            // The last message, such as Close, leaves first.
            loop().execute(() -> context.socket().remove(this));
            tell(released(how));
        }
    }

    /** A transfer that follows this one may need the file's lock: that is given back first. */
    private void tell(Outcome how) {
        if (driver == null || how.isDone()) {
            whenEnded.accept(how);
        } else {
            driver.whenClosed(() -> onLoop(() -> whenEnded.accept(how)));
        }
    }

    /** Releases everything and returns the final outcome. */
    private Outcome released(Outcome how) {
        try {
            opening.stop();
            ended();
            if (driver == null) {
                resources.buffers().close();
                letGo();
            } else {
                driver.close();
            }
            return how;
        } catch (Throwable cause) {
            if (bug == null) {
                return Outcome.bug(cause);
            }
            bug.addSuppressed(cause);
            return how;
        }
    }
}
