package paloma.client.files;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import paloma.datagram.DatagramTrain;
import paloma.transfer.Opening;
import paloma.transfer.link.Ending;
import paloma.transfer.link.Party;
import paloma.transfer.link.Pump;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Reason;

/** One transfer from its first datagram to its end, on the event loop of its socket. */
abstract class Transfer implements Wires.Line, Ending {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Wires wires;
    private final long transfer;
    private final Opening opening;
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private Party party;
    private Pump pump;
    private boolean accepted;
    private long startNanos;
    private byte[] nextCookie;

    /** How it ended: {@code reason} is null when all went well. */
    record Result(Reason reason, String text, long nanos) {}

    Transfer(Wires wires, long transfer, long nonce, Opening.Wish wish) {
        this.wires = wires;
        this.transfer = transfer;
        this.opening = new Opening(transfer, nonce, wish, wires.limitBytes(), System.nanoTime());
    }

    /** Begins, from any thread. */
    final CompletableFuture<Result> start() {
        loop().execute(() -> {
            startNanos = System.nanoTime();
            wires.add(this);
            open();
        });
        return result;
    }

    /** Stops, from any thread; what arrived can be taken up again. */
    final void stop() {
        loop().execute(() -> {
            if (party != null) {
                stopParty();
            } else {
                failed(Reason.STOPPED, "stopped");
            }
        });
    }

    @Override
    public final long transfer() {
        return transfer;
    }

    @Override
    public final void take(Message message, long now) {
        if (!accepted) {
            opening.take(message, now);
            if (opening.fail() != null) {
                failed(opening.fail().reason(), opening.fail().text());
            } else if (opening.accept() != null) {
                accepted = true;
                nextCookie = opening.accept().cookie();
                accepted(opening.accept(), now);
            }
        }
        if (party != null) {
            party.take(message, now);
        }
    }

    @Override
    public final void read() {
        if (pump != null) {
            pump.run();
        }
        if (!accepted) {
            open();
        }
    }

    @Override
    public void done() {
        finish(new Result(null, "", System.nanoTime() - startNanos));
    }

    @Override
    public void failed(Reason reason, String text) {
        finish(new Result(reason, text, System.nanoTime() - startNanos));
    }

    /** The Open has left: a put sends its first bytes behind it. */
    abstract void asked(long now);

    abstract void accepted(Accept accept, long now);

    abstract void stopParty();

    final Opening opening() {
        return opening;
    }

    final EventLoop loop() {
        return wires.channel().eventLoop();
    }

    final byte[] nextCookie() {
        return nextCookie;
    }

    final void run(Party side) {
        party = side;
        pump = new Pump(side, train(), loop());
    }

    final void pump() {
        if (pump != null) {
            pump.run();
        }
    }

    private void open() {
        long now = System.nanoTime();
        DatagramTrain train = train();
        int bytes = 1;
        while (bytes > 0) {
            bytes = opening.poll(train.begin(Opening.LARGEST_HELLO_BYTES), now);
            train.end(bytes);
        }
        train.flush();
        if (opening.isAsked() && party == null) {
            asked(now);
        }
        if (!accepted && !result.isDone()) {
            if (now - startNanos > PATIENCE_NANOS && opening.roundTripNanos() == 0) {
                failed(Reason.STOPPED, "");
                return;
            }
            loop().schedule(this::again, Math.max(0, opening.wakeNanos() - now), TimeUnit.NANOSECONDS);
        }
    }

    private void again() {
        if (!accepted && !result.isDone()) {
            open();
        }
    }

    private DatagramTrain train() {
        return new DatagramTrain(wires.channel(), wires.server(), null);
    }

    private void finish(Result how) {
        if (result.complete(how)) {
            loop().execute(() -> wires.remove(this));
        }
    }
}
