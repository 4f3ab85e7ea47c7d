package paloma.server.files;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import paloma.net.DatagramTrain;
import paloma.net.Transport;
import paloma.net.UdpLimits;
import paloma.transfer.Handshake;
import paloma.transfer.SenderStats;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.disk.RefusedException;
import paloma.transfer.driver.Pump;
import paloma.transfer.driver.ReceiverDriver;
import paloma.transfer.driver.SenderDriver;
import paloma.transfer.driver.TransferDriver;
import paloma.transfer.driver.TransferListener;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

/** One transfer of a {@link TestClient}: an Opening, then a Sending or a Receiving. */
public final class TestTransfer extends ChannelInboundHandlerAdapter implements TransferListener {
    private static final int PATIENCE_SECONDS = 60;
    /**
     * How it ended.
     *
     * @param reason null when all went well
     * @param nanos from the start, which many transfers may have in common, to the end
     */
    public record Outcome(Reason reason, String text, Accept accept, SenderStats sent, long nanos) {}

    private final TestClient client;
    private final Handshake.OpenRequest wish;
    private final long transfer = ThreadLocalRandom.current().nextLong();
    private final Handshake opening;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<Accept> accepted = new CompletableFuture<>();
    private final EarlyDatagrams early = new EarlyDatagrams();
    private OutgoingFile out;
    private String into;
    private Channel channel;
    private TransferDriver side;
    private Pump pump;
    private Accept accept;
    private long startNanos;
    private boolean silent;

    TestTransfer(TestClient client, Handshake.OpenRequest wish) {
        this.client = client;
        this.wish = wish;
        long nonce = ThreadLocalRandom.current().nextLong();
        opening = new Handshake(transfer, nonce, wish, Wire.SAFE_BYTES, System.nanoTime());
    }

    TestTransfer putting(OutgoingFile file) {
        out = file;
        return this;
    }

    TestTransfer gettingInto(String name) {
        into = name;
        return this;
    }

    /** Begins now. */
    TestTransfer start() {
        return connect().startAt(System.nanoTime());
    }

    /** Has a socket from now on, and says nothing yet. */
    TestTransfer connect() {
        Transport transport = Transport.best();
        channel = new Bootstrap()
                .group(client.loops())
                .channelFactory(() -> transport.udpChannel(client.server().getAddress()))
                .handler(this)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(UdpLimits.MAX_PAYLOAD_BYTES))
                .option(ChannelOption.SO_RCVBUF, 1 << 20)
                .connect(client.server(), client.local())
                .syncUninterruptibly()
                .channel();
        return this;
    }

    /** Begins now; its time counts from {@code nanos}, on the clock of {@link System#nanoTime()}. */
    TestTransfer startAt(long nanos) {
        startNanos = nanos;
        channel.eventLoop().execute(this::open);
        return this;
    }

    /** Waits for the end. */
    public Outcome await() throws Exception {
        return outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for the server's Accept. */
    public Accept awaitAccept() throws Exception {
        return accepted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Gives up, and says so. */
    public void stop() {
        channel.eventLoop()
                .submit(() -> {
                    if (side != null) {
                        side.fail(Reason.STOPPED, "stopped");
                    }
                })
                .syncUninterruptibly();
    }

    /** Says nothing more and hears nothing more, as one that was killed. */
    public void fallSilent() {
        channel.eventLoop()
                .submit(() -> {
                    silent = true;
                    if (pump != null) {
                        pump.stop();
                        side.close();
                    }
                })
                .syncUninterruptibly();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        DatagramPacket datagram = (DatagramPacket) packet;
        long now = System.nanoTime();
        try {
            int start = datagram.content().readerIndex();
            Message message = Wire.decode(datagram.content());
            if (message != null && !silent) {
                if (side == null) {
                    early.add(message, datagram.content(), start, now);
                }
                take(message, now);
            }
        } finally {
            datagram.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (pump != null && !silent) {
            pump.run();
        }
        open();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A server that is gone: silence or a Fail ends the transfer.
    }

    @Override
    public void done() {
        finish(null, "");
    }

    @Override
    public void failed(Reason reason, String text) {
        finish(reason, text);
    }

    @Override
    public void broke(Throwable mistake) {
        throw new AssertionError(mistake);
    }

    private void take(Message message, long now) {
        if (accept == null) {
            opening.take(message, now);
            if (opening.fail() != null) {
                failed(opening.fail().reason(), opening.fail().text());
            } else if (opening.accept() != null) {
                accept = opening.accept();
                accepted.complete(accept);
                begin(now);
            }
        }
        if (side != null) {
            side.take(message, now);
        }
    }

    private void open() {
        long now = System.nanoTime();
        if (accept != null || outcome.isDone() || silent) {
            return;
        }
        DatagramTrain train = train();
        for (int bytes = 1; bytes > 0; ) {
            bytes = opening.poll(train.begin(Wire.SAFE_BYTES), now);
            train.end(bytes);
        }
        train.flush();
        if (opening.isAsked() && out != null && side == null) {
            send(now);
        }
        channel.eventLoop().schedule(this::open, Math.max(1_000_000, opening.wakeNanos() - now), TimeUnit.NANOSECONDS);
    }

    private void begin(long now) {
        if (out != null) {
            ((SenderDriver) side).sender().accepted(accept.held(), accept.credit(), accept.largestBytes(), now);
            return;
        }
        client.disk().execute(() -> {
            try {
                IncomingFile file = client.incoming(into, accept.facts());
                List<BlockRange> held = wish.held();
                channel.eventLoop().execute(() -> receive(file, held));
            } catch (RefusedException e) {
                channel.eventLoop().execute(() -> failed(e.reason(), e.getMessage()));
            }
        });
    }

    private void send(long now) {
        SenderDriver.Path path = new SenderDriver.Path(Wire.SAFE_BYTES, Wire.SAFE_BYTES, 1, opening.roundTripNanos());
        SenderDriver sending = new SenderDriver(
                transfer,
                out,
                path,
                CongestionControl.model(Wire.SAFE_BYTES),
                client.resources(),
                channel.eventLoop(),
                this,
                now);
        sending.sender().limitRate(client.limit());
        run(sending);
    }

    private void receive(IncomingFile file, List<BlockRange> held) {
        run(new ReceiverDriver(transfer, file, held, client.resources(), channel.eventLoop(), this, System.nanoTime()));
    }

    private void run(TransferDriver newSide) {
        side = newSide;
        pump = new Pump(side, train(), channel.eventLoop());
        early.drain(side::take);
        side.onChange(pump::run);
        pump.run();
    }

    private DatagramTrain train() {
        return new DatagramTrain(channel, client.server(), null);
    }

    private void finish(Reason reason, String text) {
        SenderStats sent = side instanceof SenderDriver sending ? sending.stats() : null;
        outcome.complete(new Outcome(reason, text, accept, sent, System.nanoTime() - startNanos));
        channel.eventLoop().schedule(() -> channel.close(), 1, TimeUnit.SECONDS);
    }
}
