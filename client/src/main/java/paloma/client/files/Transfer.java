package paloma.client.files;

import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.net.DatagramTrain;
import paloma.transfer.Handshake;
import paloma.transfer.driver.Pump;
import paloma.transfer.driver.TransferDriver;
import paloma.transfer.driver.TransferListener;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Reason;

/** One transfer, from its first datagram to its end, on the event loop of its socket. */
abstract class Transfer implements TransferSocket.MessageHandler, TransferListener {
    static final long IDLE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final TransferContext context;
    private final Handshake.OpenRequest request;
    private final TransferResources resources;
    private final long transfer = RANDOM.nextLong();
    private Opening opening;
    private DatagramTrain train;
    private TransferDriver driver;
    private Pump pump;
    private Consumer<Outcome> whenEnded;
    private boolean accepted;
    private boolean told;
    private boolean stopping;
    private boolean ended;
    private Throwable bug;
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
                transfer, RANDOM.nextLong(), request, context.socket().limitBytes(), now);
        opening = new Opening(context, handshake, train, () -> guarded(this::open), now);
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
    public final long transfer() {
        return transfer;
    }

    /** Returns whether the server has let it begin. */
    final boolean isAccepted() {
        return accepted;
    }

    @Override
    public final void take(Message message, long now) {
        heardNanos = now;
        told = message instanceof Fail;
        try {
            if (accepted) {
                taken(message, now);
            } else {
                takeHandshake(message, now);
            }
        } catch (Throwable cause) {
            broken(cause);
        }
        told = false;
    }

    @Override
    public final void read() {
        guarded(() -> {
            pump();
            open();
        });
    }

    @Override
    public final void refused() {
        guarded(() -> {
            if (!opening.isServerKnown()) {
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

    abstract void accepted(Accept accept, long now);

    /** Called with each message after the Accept. */
    abstract void taken(Message message, long now);

    /** Releases a file that has no driver yet. */
    abstract void letGo();

    /** Stops what was started beside the driver. */
    void ended() {}

    /** Returns the size of the file, or 0 while it is not known. */
    abstract long size();

    /** Adds what this transfer has moved so far. */
    abstract void count(Tally tally);

    /** Limits the rate at which this side sends, in bytes per second. */
    void limit(double bytesPerSecond) {}

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

    final void askAgain() {
        opening.sendAgain();
    }

    /** Ends a transfer without a driver and tells the server. */
    final void end(Reason reason, String text) {
        if (!ended && handshake().isAsked()) {
            opening.send(new Fail(transfer, reason, text));
        }
        end(outcome(reason, text));
    }

    private void takeHandshake(Message message, long now) {
        Handshake handshake = handshake();
        handshake.take(message, now);
        if (handshake.fail() != null) {
            end(outcome(handshake.fail().reason(), handshake.fail().text()));
        } else if (driver != null && message instanceof Fail fail && fail.reason() == Reason.STALE_COOKIE) {
            end(outcome(fail.reason(), fail.text())); // what was sent behind the Open is lost: start again
        } else if (handshake.accept() != null) {
            accepted = true;
            opening.accepted(now);
            accepted(handshake.accept(), now);
        } else if (driver != null && !(message instanceof Fail)) {
            driver.take(message, now);
        }
    }

    private void open() {
        if (accepted || ended) {
            return;
        }
        long now = System.nanoTime();
        opening.send(now);
        if (handshake().isAsked() && driver == null) {
            asked(now);
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
            whenEnded.accept(released(how));
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
