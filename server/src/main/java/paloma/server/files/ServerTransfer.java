package paloma.server.files;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import paloma.net.Printable;
import paloma.net.UdpLimits;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.driver.Pump;
import paloma.transfer.driver.ReceiverDriver;
import paloma.transfer.driver.SenderDriver;
import paloma.transfer.driver.TransferDriver;
import paloma.transfer.driver.TransferListener;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.TransferMessage;
import paloma.transfer.wire.Wire;

/**
 * One transfer as the server has it, from the Open that was let in to its end. It lives on its channel's event loop;
 * what is marked so may be called from other threads.
 */
final class ServerTransfer implements TransferListener {
    private static final double BYTES_A_KBIT = 125;
    private static final int USUAL_BYTES = DatagramSizes.ETHERNET_BYTES;

    /** A client that works is never so long silent, and one that was killed is started again within seconds. */
    private static final long GONE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final ValidatedPeer peer;
    private final Open open;
    private final TransferProgress progress;
    private final AdmissionControl admission;
    private final Writers writers;
    private final ServiceMeter meter;
    private final BiConsumer<ServerTransfer, String> listener;
    private final EarlyDatagrams early = new EarlyDatagrams();
    private volatile TransferDriver driver; // read by whoever wants its place
    private final Standstill standstill = new Standstill(System.nanoTime());
    private Pump pump;
    private Accept accept;
    private ScheduledFuture<?> opening;
    private boolean peerSaidIt;
    private volatile boolean ended; // read by the disk's threads

    /** @param listener is told once, on the event loop, how it ended, for the log */
    ServerTransfer(
            ValidatedPeer peer,
            Open open,
            TransferProgress progress,
            AdmissionControl admission,
            Writers writers,
            ServiceMeter meter,
            BiConsumer<ServerTransfer, String> listener) {
        this.peer = peer;
        this.open = open;
        this.progress = progress;
        this.admission = admission;
        this.writers = writers;
        this.meter = meter;
        this.listener = listener;
    }

    /** Any thread. */
    ValidatedPeer peer() {
        return peer;
    }

    /** Any thread. */
    Open open() {
        return open;
    }

    /** Any thread. */
    boolean hasEnded() {
        return ended;
    }

    /** Ends it where the disk has not opened the file by then: a disk may hang, and its slot is wanted. On the event loop. */
    void limitOpening(long nanos) {
        opening = peer.loop()
                .schedule(
                        () -> stop(Reason.STOPPED, "the server's disk does not answer; try again later"),
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    /** Returns for how long it has moved nothing though no disk keeps it. Any thread. */
    long idleNanos(long nowNanos) {
        TransferDriver running = driver;
        return running == null || running.isOnDisk() ? 0 : standstill.nanos(nowNanos);
    }

    /** Returns whether a datagram from there can be the client's. Any thread. */
    boolean isWith(InetSocketAddress source) {
        return peer.address().equals(source);
    }

    /**
     * @param datagram the message as it came, from {@code start} to its end; stays the caller's. The message may be a
     *     view of it
     */
    void take(TransferMessage message, ByteBuf datagram, int start, long now) {
        try {
            hear(message, datagram, start, now);
        } catch (Throwable e) {
            breakOff(e);
        }
    }

    private void hear(TransferMessage message, ByteBuf datagram, int start, long now) {
        if (message instanceof Open) {
            reopened();
        } else if (message instanceof Fail fail) {
            stoppedByPeer(fail, now);
        } else if (driver == null) {
            early.add(message, datagram, start, now);
        } else {
            progress.came(message);
            driver.take(message, now);
        }
    }

    /** Sends what may leave now. */
    void pump() {
        try {
            if (pump != null) {
                pump.run();
                long now = System.nanoTime();
                progress.tick(driver, now);
                standstill.look(driver.movedBytes(), now);
            }
        } catch (Throwable e) {
            breakOff(e);
        }
    }

    /** The disk has a file to write to. Any thread. */
    void receive(IncomingFile file, List<BlockRange> held, TransferResources resources) {
        onLoop(file::close, resources, () -> {
            writers.add(file, this);
            ReceiverDriver receiving =
                    new ReceiverDriver(open.transfer(), file, held, resources, peer.loop(), this, System.nanoTime());
            run(receiving, file.facts(), receiving.receiver().credit(), held);
            early.drain((message, came) -> {
                hear(message, null, 0, came);
                pump.run();
            });
            receiving.onChange(pump::run);
            pump();
        });
    }

    /** The disk has a file to read. Any thread. */
    void send(OutgoingFile file, TransferResources resources) {
        onLoop(file::close, resources, () -> {
            long now = System.nanoTime();
            SenderDriver sending = new SenderDriver(
                    open.transfer(),
                    file,
                    new SenderDriver.Path(Wire.SAFE_BYTES, peer.largestBytes(), open.credit(), 0),
                    CongestionControl.model(USUAL_BYTES),
                    resources,
                    peer.loop(),
                    this,
                    now);
            sending.sender().accepted(open.held(), open.credit(), open.largestBytes(), now);
            if (open.limitKbit() != 0) {
                sending.sender().limitRate(Integer.toUnsignedLong(open.limitKbit()) * BYTES_A_KBIT);
            }
            run(sending, file.facts(), 0, List.of());
            sending.onChange(pump::run);
            pump();
        });
    }

    /** Ends the transfer from this side. Any thread. */
    void stop(Reason reason, String text) {
        onLoop(() -> stopNow(reason, text));
    }

    /** Logs a mistake of ours and ends the transfer that it broke. Any thread. */
    void breakOff(Throwable mistake) {
        try {
            meter.failed(mistake);
        } finally {
            stop(Reason.OTHER, "the server made a mistake; its log has the details");
        }
    }

    /** Stops for a transfer of the same file, unless it is at work for somebody else. Any thread; so is the answer. */
    void giveWayTo(ValidatedPeer other, Consumer<Boolean> answer) {
        peer.loop().execute(() -> {
            boolean same = other.address().getAddress().equals(peer.address().getAddress());
            boolean gives = ended || same || isGone();
            try {
                if (gives) {
                    stopNow(Reason.TAKEN_OVER, "a later transfer of the same file has taken the place of this one");
                }
            } finally {
                answer.accept(gives);
            }
        });
    }

    @Override
    public void done() {
        if (!ended) {
            try {
                progress.done();
            } finally {
                end(FilesCounts.DONE);
            }
        }
    }

    @Override
    public void failed(Reason reason, String text) {
        if (!ended) {
            try {
                progress.failed(reason);
                if (!peerSaidIt) {
                    Fail word = new Fail(open.transfer(), reason, text);
                    admission.remember(peer.address(), word, System.nanoTime());
                }
            } finally {
                String said =
                        peerSaidIt ? ", the client says: " + Printable.quote(text) : ": " + Printable.sentence(text);
                end(FilesCounts.label(reason) + said);
            }
        }
    }

    @Override
    public void broke(Throwable mistake) {
        meter.failed(mistake);
    }

    private void run(TransferDriver newDriver, FileFacts facts, int credit, List<BlockRange> held) {
        Pump newPump = new Pump(newDriver, peer.train(), peer.loop());
        byte[] next = admission.cookie(peer.address(), System.nanoTime());
        accept = new Accept(open.transfer(), next, UdpLimits.MAX_PAYLOAD_BYTES, facts, credit, held);
        opened();
        pump = newPump;
        driver = newDriver; // from here on the file and its memory are the driver's to close
        peer.say(accept);
    }

    /** The Accept may have been lost: it is sent again. */
    private void reopened() {
        if (accept != null) {
            peer.say(accept);
        }
    }

    private void stoppedByPeer(Fail fail, long now) {
        peerSaidIt = true;
        if (driver == null) {
            failed(fail.reason(), fail.text());
        } else {
            driver.take(fail, now);
        }
    }

    private void stopNow(Reason reason, String text) {
        if (driver != null) {
            driver.fail(reason, text);
            pump.run();
        } else if (!ended) {
            try {
                peer.say(new Fail(open.transfer(), reason, text));
            } finally {
                failed(reason, text);
            }
        }
    }

    private boolean isGone() {
        return driver != null && System.nanoTime() - driver.lastHeardNanos() >= GONE_NANOS;
    }

    /** Whatever fails in it, the listener is told: the slot is free again. */
    private void end(String how) {
        ended = true;
        String summary = "";
        try {
            opened();
            early.clear();
            if (driver != null) {
                progress.tell(driver);
            }
            summary = "; " + progress.summary(System.nanoTime());
        } finally {
            listener.accept(this, how + summary);
        }
    }

    private void opened() {
        if (opening != null) {
            opening.cancel(false);
        }
    }

    /** Runs {@code next} with what the disk gave, unless the transfer has ended meanwhile; then that is closed. */
    private void onLoop(Runnable close, TransferResources resources, Runnable next) {
        boolean taken = onLoop(() -> {
            try {
                if (!ended) {
                    next.run();
                }
            } catch (Throwable e) {
                breakOff(e);
            } finally {
                if (driver == null) {
                    giveBack(close, resources);
                }
            }
        });
        if (!taken) {
            giveBack(close, resources);
        }
    }

    private static void giveBack(Runnable close, TransferResources resources) {
        resources.buffers().close();
        resources.disk().execute(close);
    }

    /** Returns false where the loop has ended, and with it the server. */
    private boolean onLoop(Runnable task) {
        try {
            peer.loop().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
