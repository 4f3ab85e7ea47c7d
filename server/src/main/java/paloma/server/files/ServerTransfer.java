package paloma.server.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.net.Printable;
import paloma.net.UdpLimits;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.HelloPair;
import paloma.transfer.Macroflow;
import paloma.transfer.RateLimit;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.driver.Pump;
import paloma.transfer.driver.ReceiverDriver;
import paloma.transfer.driver.SenderDriver;
import paloma.transfer.driver.TransferDriver;
import paloma.transfer.driver.TransferListener;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.protection.PacketOpener;
import paloma.transfer.protection.PacketSealer;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Close;
import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Packet;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.Wire;

/**
 * One transfer as the server has it, from the Open that was let in to its end. It lives on its channel's event loop;
 * what is marked so may be called from other threads.
 */
final class ServerTransfer implements TransferListener {
    private static final double BYTES_A_KBIT = 125;
    private static final int MAX_FAIL_BYTES = Packet.OVERHEAD_BYTES + 4 + Fail.MAX_TEXT_BYTES;
    private static final int USUAL_BYTES = DatagramSizes.ETHERNET_BYTES;

    /** So long a slot is held for an Open that may be a replay. */
    private static final long UNCONFIRMED_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** A client that works is never so long silent, and one that was killed is started again within seconds. */
    private static final long GONE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Of a client that works something is heard several times a second. */
    private static final long LEFT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Done has been said some six times by then. */
    private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerHandshake handshake;
    private final ClientPath path;
    private final EarlyDatagrams early;
    private final TransferProgress progress;
    private final FilesService service;
    private final ServiceMeter meter;
    private final EndListener listener;
    private final Standstill standstill = new Standstill(System.nanoTime());
    private volatile TransferDriver driver; // read by whoever wants its place
    private DeferredFile incoming;
    private Runnable whenDone = () -> {};
    private Pump pump;
    private PacketSealer sealer;
    private PacketOpener opener;
    private PacketOpener earlyOpener; // made when something short comes before there are keys
    private byte[] accept;
    private ScheduledFuture<?> limit;
    private boolean confirmed;
    private Fail refusal;
    private boolean peerSaidIt;
    private boolean isDone;
    private volatile boolean ended; // read by the disk's threads

    /** Is told, on the event loop, how a transfer ended, and what more there is for the log. */
    interface EndListener {
        void ended(ServerTransfer transfer, String how, String summary);
    }

    /**
     * @param early what came behind the Open
     * @param listener is told once
     */
    ServerTransfer(
            ValidatedPeer peer,
            ServerHandshake handshake,
            EarlyDatagrams early,
            TransferProgress progress,
            FilesService service,
            ServiceMeter meter,
            EndListener listener) {
        this.path = new ClientPath(peer, this::sealed);
        this.handshake = handshake;
        this.early = early;
        this.progress = progress;
        this.service = service;
        this.meter = meter;
        this.listener = listener;
    }

    /** Returns where the client is now. Any thread. */
    ValidatedPeer peer() {
        return path.peer();
    }

    /** Returns where it was when it opened the connection: its slot is counted there. Any thread. */
    InetSocketAddress origin() {
        return path.origin();
    }

    /** Any thread. */
    long connection() {
        return handshake.connection();
    }

    /** Any thread. */
    Request request() {
        return handshake.request();
    }

    /** Any thread. */
    boolean hasEnded() {
        return ended;
    }

    /** Returns when it began. Any thread. */
    long startNanos() {
        return progress.startNanos();
    }

    /** Returns what people see of it. Any thread. */
    TransferView view() {
        return progress.view(connection(), request().name(), peer().address());
    }

    /** Returns whether it ended well. On the event loop. */
    boolean isDone() {
        return isDone;
    }

    /** Ends it where the disk has not opened the file by then: a disk may hang, and its slot is wanted. On the event loop. */
    void limitOpening() {
        limit(service.openingNanos(), "the server's disk does not answer; try again later");
    }

    private void limit(long nanos, String text) {
        unlimit();
        limit = peer().loop().schedule(() -> stop(Reason.STOPPED, text), nanos, TimeUnit.NANOSECONDS);
    }

    private void unlimit() {
        if (limit != null) {
            limit.cancel(false);
        }
    }

    /** Returns for how long it has moved nothing though no disk keeps it. Any thread. */
    long idleNanos(long nowNanos) {
        TransferDriver running = driver;
        return running == null || running.isOnDisk() ? 0 : standstill.nanos(nowNanos);
    }

    /** Returns whether all is done, and its client, who has been told several times, has not confirmed that. Any thread. */
    boolean waitsForItsClose(long nowNanos) {
        long finished = driver instanceof ReceiverDriver receiving ? receiving.finishedNanos() : 0;
        return finished != 0 && nowNanos - finished >= TOLD_NANOS;
    }

    /**
     * Hands over a packet of this connection; it stays the caller's.
     *
     * @param asked the address of ours that it was sent to
     */
    void take(ByteBuf datagram, InetSocketAddress source, InetSocketAddress asked, long now) {
        try {
            if (opener == null) {
                early.add(datagram, now);
                hearEarlyEnd(datagram, now);
            } else {
                open(datagram, source, asked, now);
            }
        } catch (Throwable e) {
            breakOff(e);
        }
    }

    /** The client may give up while the disk is still looking for the file. */
    private void hearEarlyEnd(ByteBuf datagram, long now) {
        if (datagram.readableBytes() > MAX_FAIL_BYTES || !Packet.isEarly(datagram)) {
            return;
        }
        if (earlyOpener == null) {
            earlyOpener = new PacketOpener(connection(), handshake.earlyKey(), handshake.earlyKey());
        }
        long number = earlyOpener.open(datagram);
        if (number >= 0 && Frame.decode(earlyOpener.text()) instanceof Fail fail && !ended) {
            stoppedByPeer(number, fail, now);
        }
    }

    private void open(ByteBuf datagram, InetSocketAddress source, InetSocketAddress asked, long now) {
        boolean isEarly = Packet.isEarly(datagram);
        int bytes = datagram.readableBytes();
        long largest = opener.largest();
        long number = opener.open(datagram);
        if (number < 0) {
            service.counts().unopened.increment();
            return;
        }
        Frame frame = Frame.decode(opener.text());
        if (frame == null) {
            meter.refused(Refusal.MALFORMED);
            return;
        }
        if (path.heard(source, asked, frame, bytes, number > largest, now) && driver instanceof SenderDriver sending) {
            sending.sender().moved(congestion(), now);
        }
        if (!isEarly) {
            confirm();
        }
        hear(number, frame, now);
    }

    /** The client has the keys of this very handshake: its Open was no replay, and the file may be opened. */
    private void confirm() {
        if (!confirmed) {
            confirmed = true;
            unlimit();
            if (incoming != null) {
                limitOpening();
                service.opener().confirmed(this);
            }
        }
    }

    private void hear(long number, Frame frame, long now) {
        if (frame instanceof Fail fail) {
            stoppedByPeer(number, fail, now);
        } else if (driver != null) {
            progress.came(frame);
            driver.take(number, frame, now);
        }
    }

    private byte[] sealed(Frame frame) {
        ByteBuf out = Unpooled.buffer(Wire.SAFE_BYTES);
        sealer.seal(frame, out);
        return ByteBufUtil.getBytes(out);
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

    /** The disk has been looked at for a file to write to. On a thread that may compute. */
    void receive(DeferredFile file, List<BlockRange> held, TransferResources resources) {
        int credit = resources.buffers().size();
        ServerHandshake.Answer answer = handshake.answer(grant(file.facts(), credit, held));
        onLoop(answer, file::close, resources, () -> {
            ReceiverDriver receiving =
                    new ReceiverDriver(sealer, file, held, resources, peer().loop(), this, System.nanoTime());
            receiving.pauseDisk();
            progress.sized(file.facts().size());
            incoming = file;
            run(receiving);
            early.drain((datagram, came) -> {
                take(datagram, peer().address(), peer().asked(), came);
                pump.run();
            });
            receiving.onChange(pump::run);
            pump();
        });
    }

    /** The file is open. Any thread. */
    void opened(IncomingFile file) {
        boolean taken = onLoop(() -> {
            if (ended) {
                service.onDisk(file::close);
                return;
            }
            unlimit();
            incoming.opened(file);
            if (!request().kind().isBatch()) {
                service.writers().add(file, this);
            }
            ((ReceiverDriver) driver).resumeDisk();
        });
        if (!taken) {
            file.close();
        }
    }

    /**
     * The disk has a file to read. On a thread that may compute.
     *
     * @param arrived is run on the event loop when the client has all of it
     */
    void send(OutgoingFile file, TransferResources resources, Runnable arrived) {
        ServerHandshake.Answer answer = handshake.answer(grant(file.facts(), 0, List.of()));
        onLoop(answer, file::close, resources, () -> {
            Request request = request();
            long now = System.nanoTime();
            whenDone = arrived;
            progress.sized(file.facts().size());
            SenderDriver sending = new SenderDriver(
                    sealer,
                    file,
                    new SenderDriver.Path(Wire.SAFE_BYTES, peer().largestBytes(), request.credit(), 0),
                    new Macroflow(congestion()),
                    resources,
                    peer().loop(),
                    this,
                    now);
            sending.sender().accepted(request.held(), request.credit(), request.largestBytes(), now);
            if (request.flags().gentle()) {
                sending.sender().begin(HelloPair.LEAST_PACKETS);
            }
            if (request.limitKbit() != 0) {
                RateLimit limit = RateLimit.of(Integer.toUnsignedLong(request.limitKbit()) * BYTES_A_KBIT);
                limit.sent(answer.datagram().length, now);
                sending.sender().limitRate(limit.bytesPerSecond(), limit);
            }
            run(sending);
            sending.onChange(pump::run);
            early.drain((datagram, came) -> take(datagram, peer().address(), peer().asked(), came));
            pump();
        });
    }

    private Grant grant(FileFacts facts, int credit, List<BlockRange> held) {
        byte[] next = service.admission().nextCookie(origin(), handshake.open());
        return new Grant(
                next,
                UdpLimits.MAX_PAYLOAD_BYTES,
                facts,
                credit,
                held,
                request().flags().polite());
    }

    private CongestionControl congestion() {
        return request().flags().polite()
                ? CongestionControl.polite(USUAL_BYTES)
                : CongestionControl.model(USUAL_BYTES);
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
        giveWay(other.address().getAddress(), GONE_NANOS, answer);
    }

    /** As above, for one at another server, where the client is perhaps by now: it need not be silent here for as long. */
    void giveWayToAnotherServer(Consumer<Boolean> answer) {
        giveWay(null, LEFT_NANOS, answer);
    }

    private void giveWay(InetAddress other, long silentNanos, Consumer<Boolean> answer) {
        peer().loop().execute(() -> {
            boolean same = peer().address().getAddress().equals(other);
            boolean gives = ended || same || isSilent(silentNanos);
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
                isDone = true;
                progress.done();
                whenDone.run();
                if (driver instanceof SenderDriver sending) {
                    remember(sealed(new Close(sending.sender().skippedNumbers())));
                }
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
                if (!peerSaidIt && sealer != null) {
                    remember(sealed(new Fail(reason, text)));
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

    private void run(TransferDriver newDriver) {
        Pump newPump = new Pump(newDriver, path.train(), peer().loop());
        limit(UNCONFIRMED_NANOS, "nothing was heard under the keys of the connection");
        pump = newPump;
        driver = newDriver; // from here on the file and its memory are the driver's to close
        peer().say(accept);
    }

    /** An Open of this connection has come again: the answer may have been lost, unless the client has shown that it has it. */
    void reopened(Open again, InetSocketAddress source) {
        if (accept != null
                && !confirmed
                && origin().equals(source)
                && handshake.open().equals(again)) {
            peer().say(accept);
        }
    }

    private void stoppedByPeer(long number, Fail fail, long now) {
        peerSaidIt = true;
        if (driver == null) {
            failed(fail.reason(), fail.text());
        } else {
            driver.take(number, fail, now);
        }
    }

    private void stopNow(Reason reason, String text) {
        if (driver != null) {
            driver.fail(reason, text);
            pump.run();
        } else if (!ended) {
            refusal = new Fail(reason, text);
            service.refuse(handshake, refusal, peer());
            failed(reason, text);
        }
    }

    private void remember(byte[] datagram) {
        service.admission().remember(connection(), peer().address(), datagram, System.nanoTime());
    }

    private boolean isSilent(long nanos) {
        return driver != null && System.nanoTime() - driver.lastHeardNanos() >= nanos;
    }

    /** Whatever fails in it, the listener is told: the slot is free again. */
    private void end(String how) {
        ended = true;
        String summary = "";
        try {
            unlimit();
            early.clear();
            if (driver != null) {
                progress.tell(driver);
            }
            summary = "; " + progress.summary(System.nanoTime());
        } finally {
            listener.ended(this, how, summary);
        }
    }

    /** Runs {@code next} with what the disk gave, unless the transfer has ended meanwhile; then that is closed. */
    private void onLoop(ServerHandshake.Answer answer, Runnable close, TransferResources resources, Runnable next) {
        boolean taken = onLoop(() -> {
            try {
                if (answer != null) {
                    secure(answer);
                }
                if (!ended && answer != null) {
                    next.run();
                } else if (answer != null && refusal != null) {
                    peer().say(accept); // the answer was on its way when this ended
                    peer().say(sealed(refusal));
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

    private void secure(ServerHandshake.Answer answer) {
        accept = answer.datagram();
        sealer = new PacketSealer(connection());
        sealer.established(answer.keys().server());
        opener = new PacketOpener(
                connection(), answer.keys().client(), answer.keys().early());
    }

    private void giveBack(Runnable close, TransferResources resources) {
        resources.buffers().close();
        service.onDisk(close);
    }

    /** Returns false where the loop has ended, and with it the server. */
    private boolean onLoop(Runnable task) {
        try {
            peer().loop().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
