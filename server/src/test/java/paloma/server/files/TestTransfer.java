package paloma.server.files;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
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
import java.util.function.Consumer;
import java.util.function.Supplier;
import paloma.net.DatagramTrain;
import paloma.net.Transport;
import paloma.net.UdpLimits;
import paloma.transfer.Handshake;
import paloma.transfer.Macroflow;
import paloma.transfer.SenderStats;
import paloma.transfer.ServerKeyCheck;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.driver.Pump;
import paloma.transfer.driver.ReceiverDriver;
import paloma.transfer.driver.SenderDriver;
import paloma.transfer.driver.TransferDriver;
import paloma.transfer.driver.TransferListener;
import paloma.transfer.name.RefusedException;
import paloma.transfer.protection.PacketOpener;
import paloma.transfer.protection.PacketSealer;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Packet;
import paloma.transfer.wire.Ping;
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
    public record Outcome(Reason reason, String text, Grant grant, SenderStats sent, long nanos) {}

    private final TestClient client;
    private final Handshake.OpenRequest wish;
    private final long connection = ThreadLocalRandom.current().nextLong();
    private final PacketSealer sealer = new PacketSealer(connection);
    private final Handshake opening;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<Grant> accepted = new CompletableFuture<>();
    private final EarlyDatagrams early = new EarlyDatagrams();
    private OutgoingFile out;
    private String into;
    private final CompletableFuture<Channel> connected = new CompletableFuture<>();
    private Channel channel;
    private TransferDriver side;
    private Pump pump;
    private PacketOpener opener;
    private Grant grant;
    private long startNanos;
    private boolean silent;

    TestTransfer(TestClient client, Handshake.OpenRequest wish) {
        this.client = client;
        this.wish = wish;
        long nonce = ThreadLocalRandom.current().nextLong();
        opening = new Handshake(
                connection, nonce, wish, ServerKeyCheck.ANY, this::offload, Wire.SAFE_BYTES, System.nanoTime());
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
        connected.complete(channel);
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

    /** Waits until the server has granted it. */
    public Grant awaitGrant() throws Exception {
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
            if (!silent) {
                take(datagram.content(), now);
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

    private void take(ByteBuf datagram, long now) {
        if (!Packet.is(datagram)) {
            Message message = Wire.decode(datagram);
            if (message != null && grant == null) {
                opening.take(message, now);
                proceed(now);
            }
        } else if (opener == null || side == null) {
            early.add(datagram, now);
        } else {
            packet(datagram, now);
        }
    }

    private void packet(ByteBuf datagram, long now) {
        long number = opener.open(datagram);
        Frame frame = number < 0 ? null : Frame.decode(opener.text());
        if (frame != null) {
            side.take(number, frame, now);
        }
    }

    /** Looks how far the handshake is. */
    private void proceed(long now) {
        if (grant != null || outcome.isDone()) {
            return;
        }
        if (opening.fail() != null) {
            failed(opening.fail().reason(), opening.fail().text());
        } else if (opening.grant() != null) {
            grant = opening.grant();
            sealer.established(opening.keys().client());
            opener = new PacketOpener(connection, opening.keys().server(), null);
            accepted.complete(grant);
            begin(now);
        }
    }

    private <T> void offload(Supplier<T> work, Consumer<T> next) {
        client.disk().execute(() -> {
            T result = work.get();
            connected.thenAccept(socket -> socket.eventLoop().execute(() -> {
                next.accept(result);
                proceed(System.nanoTime());
                open();
            }));
        });
    }

    private void open() {
        long now = System.nanoTime();
        if (grant != null || outcome.isDone() || silent) {
            return;
        }
        DatagramTrain train = train();
        for (int bytes = 1; bytes > 0; ) {
            bytes = opening.poll(train.begin(Wire.SAFE_BYTES), now);
            train.end(bytes);
        }
        train.flush();
        proceed(now);
        if (outcome.isDone()) {
            return;
        }
        if (opening.isAsked() && out != null && side == null) {
            send(now);
        }
        channel.eventLoop().schedule(this::open, Math.max(1_000_000, opening.wakeNanos() - now), TimeUnit.NANOSECONDS);
    }

    private void begin(long now) {
        if (out != null) {
            ((SenderDriver) side).sender().accepted(grant.held(), grant.credit(), grant.largestBytes(), now);
            confirm();
            early.drain(this::packet);
            pump.run();
            return;
        }
        client.disk().execute(() -> {
            try {
                IncomingFile file = client.incoming(into, grant.facts());
                List<BlockRange> held = wish.held();
                channel.eventLoop().execute(() -> receive(file, held));
            } catch (RefusedException e) {
                channel.eventLoop().execute(() -> failed(e.reason(), e.getMessage()));
            }
        });
    }

    private void send(long now) {
        SenderDriver.Path path = new SenderDriver.Path(Wire.SAFE_BYTES, Wire.SAFE_BYTES, 1, opening.roundTripNanos());
        sealer.early(opening.earlyKey());
        SenderDriver sending = new SenderDriver(
                sealer,
                out,
                path,
                new Macroflow(CongestionControl.model(Wire.SAFE_BYTES)),
                client.resources(),
                channel.eventLoop(),
                this,
                now);
        sending.sender().limitRate(client.limit());
        run(sending);
    }

    private void receive(IncomingFile file, List<BlockRange> held) {
        run(new ReceiverDriver(sealer, file, held, client.resources(), channel.eventLoop(), this, System.nanoTime()));
    }

    private void run(TransferDriver newSide) {
        side = newSide;
        pump = new Pump(side, train(), channel.eventLoop());
        if (opener != null) {
            confirm();
            early.drain(this::packet);
        }
        side.onChange(pump::run);
        pump.run();
    }

    /** Shows the server that this side has the keys. */
    private void confirm() {
        DatagramTrain train = train();
        train.end(sealer.seal(Ping.PING, train.begin(Wire.SAFE_BYTES)));
        train.flush();
    }

    private DatagramTrain train() {
        return new DatagramTrain(channel, client.server(), null);
    }

    private void finish(Reason reason, String text) {
        SenderStats sent = side instanceof SenderDriver sending ? sending.stats() : null;
        outcome.complete(new Outcome(reason, text, grant, sent, System.nanoTime() - startNanos));
        channel.eventLoop().schedule(() -> channel.close(), 1, TimeUnit.SECONDS);
    }
}
