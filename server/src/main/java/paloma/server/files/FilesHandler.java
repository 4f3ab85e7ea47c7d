package paloma.server.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import paloma.net.NeverFragment;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Packet;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

/** The last handler of one socket: proves addresses, opens, and hands each message to its transfer. */
final class FilesHandler extends ChannelInboundHandlerAdapter {
    private static final int MAX_GAIN = 3;

    private final FilesService service;
    private final ServerTransfers transfers;
    private final AdmissionControl admission;
    private final UnvalidatedPeerPolicy policy;
    private final ServiceMeter meter;
    private final LongSupplier clock;
    private final Set<ServerTransfer> touched = new LinkedHashSet<>();
    private boolean neverFragments;
    private int cameBytes;

    /** @param clock as {@link System#nanoTime()} */
    FilesHandler(FilesService service, UnvalidatedPeerPolicy policy, ServiceMeter meter, LongSupplier clock) {
        this.service = service;
        this.transfers = service.transfers();
        this.admission = service.admission();
        this.policy = policy;
        this.meter = meter;
        this.clock = clock;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        neverFragments = ctx.channel().localAddress() instanceof InetSocketAddress local
                && NeverFragment.on(ctx.channel(), local);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        DatagramPacket datagram = (DatagramPacket) packet;
        try {
            take(ctx, datagram, clock.getAsLong());
        } catch (Throwable e) {
            meter.failed(e);
        } finally {
            datagram.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        touched.forEach(ServerTransfer::pump);
        touched.clear();
        ctx.flush();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        transfers.closed(ctx.channel());
    }

    private void take(ChannelHandlerContext ctx, DatagramPacket datagram, long now) {
        ByteBuf content = datagram.content();
        cameBytes = content.readableBytes();
        meter.requested(cameBytes);
        if (Packet.is(content)) {
            packet(ctx, datagram, now);
            return;
        }
        Message message = Wire.decode(content);
        if (message instanceof Hello hello) {
            greet(ctx, datagram, hello, now);
        } else if (message instanceof Open open && cameBytes <= Wire.SAFE_BYTES) {
            open(ctx, datagram, open, now);
        } else {
            meter.refused(Refusal.MALFORMED);
        }
    }

    private void packet(ChannelHandlerContext ctx, DatagramPacket datagram, long now) {
        ByteBuf content = datagram.content();
        long connection = Packet.connection(content);
        ServerTransfer transfer = transfers.get(connection);
        EarlyDatagrams early = transfer == null ? transfers.early(connection) : null;
        if (transfer != null && (transfer.peer().isAt(datagram.sender()) || policy.lets(datagram.sender(), now))) {
            hand(transfer, datagram, now);
        } else if (early != null) {
            early.add(content, now);
        } else if (transfer == null) {
            unknown(ctx, datagram, connection, now);
        }
    }

    private void hand(ServerTransfer transfer, DatagramPacket datagram, long now) {
        InetSocketAddress source = datagram.sender();
        InetSocketAddress asked = datagram.recipient();
        if (transfer.peer().loop().inEventLoop()) {
            transfer.take(datagram.content(), source, asked, now);
            touched.add(transfer);
        } else {
            // The kernel gives a peer's datagrams to one socket, but while others are opened, or when the peer moves.
            ByteBuf copy = Unpooled.copiedBuffer(datagram.content());
            transfer.peer().loop().execute(() -> {
                transfer.take(copy, source, asked, System.nanoTime());
                transfer.pump();
            });
        }
    }

    private void greet(ChannelHandlerContext ctx, DatagramPacket datagram, Hello hello, long now) {
        if (policy.lets(datagram.sender(), now)) {
            boolean isSpoken = hello.version() == Wire.VERSION;
            answer(
                    ctx,
                    datagram,
                    isSpoken
                            ? admission.cookie(hello, datagram.sender())
                            : new Versions(hello.nonce(), List.of(Wire.VERSION)),
                    now);
        }
    }

    /** What ended a moment ago is said again, as it was sealed; else the client may begin anew. */
    private void unknown(ChannelHandlerContext ctx, DatagramPacket datagram, long connection, long now) {
        if (!policy.lets(datagram.sender(), now)) {
            return;
        }
        byte[] last = admission.lastWord(connection, datagram.sender(), now);
        if (last != null) {
            repeat(ctx, datagram, last, now);
        } else if (mayHint(datagram, now)) {
            answer(ctx, datagram, new Hint(connection, Hint.Why.UNKNOWN_CONNECTION), now);
        }
    }

    /** Its source was proven, but anybody may write it on what asks: so it gains no more than RFC 9000, section 8, allows. */
    private void repeat(ChannelHandlerContext ctx, DatagramPacket datagram, byte[] last, long now) {
        if (last.length > MAX_GAIN * cameBytes) {
            meter.refused(Refusal.AMPLIFICATION);
        } else if (mayHint(datagram, now)) {
            write(ctx, datagram, Unpooled.wrappedBuffer(last), now);
        }
    }

    private boolean mayHint(DatagramPacket datagram, long now) {
        boolean may = admission.mayHint(datagram.sender(), now);
        if (!may) {
            meter.refused(Refusal.SOURCE_RATE);
        }
        return may;
    }

    private void open(ChannelHandlerContext ctx, DatagramPacket datagram, Open open, long now) {
        InetSocketAddress source = datagram.sender();
        ServerTransfer transfer = transfers.get(open.connection());
        byte[] last = transfer == null ? admission.lastWord(open.connection(), source, now) : null;
        if (transfer != null) {
            transfer.peer().loop().execute(() -> transfer.reopened(open, source));
        } else if (last != null) {
            repeat(ctx, datagram, last, now);
        } else if (transfers.early(open.connection()) == null && policy.lets(source, now)) {
            openNew(ctx, datagram, open, now);
        }
    }

    private void openNew(ChannelHandlerContext ctx, DatagramPacket datagram, Open open, long now) {
        InetSocketAddress source = datagram.sender();
        Hint.Why objection = admission.objection(open, source, policy.isUnlimited(source), now);
        if (objection == null) {
            int largestBytes =
                    neverFragments ? DatagramSizes.largest(source.getAddress().isLoopbackAddress()) : Wire.SAFE_BYTES;
            ValidatedPeer peer = new ValidatedPeer(ctx.channel(), source, datagram.recipient(), largestBytes);
            EarlyDatagrams early = transfers.opening(open.connection());
            if (early == null || service.open(open, early, peer, meter)) {
                return;
            }
            transfers.openingEnded(open.connection());
            service.counts().refusedHandshakes.increment();
            objection = Hint.Why.TOO_MANY;
        }
        if (objection == Hint.Why.TOKEN && admission.wrongToken(open, source, now)) {
            service.wrongToken(source);
        }
        if (mayHint(datagram, now)) {
            answer(ctx, datagram, new Hint(open.connection(), objection), now);
        }
    }

    private void answer(ChannelHandlerContext ctx, DatagramPacket datagram, Message message, long now) {
        ByteBuf out = ctx.alloc().directBuffer(Wire.SAFE_BYTES);
        Wire.encode(message, out);
        write(ctx, datagram, out, now);
    }

    /** No answer to a stranger is larger than what it answers, so a forged source gains nothing. */
    private void write(ChannelHandlerContext ctx, DatagramPacket datagram, ByteBuf out, long now) {
        int bytes = out.readableBytes();
        if (policy.mayBeAnswered(datagram.sender(), bytes, now)) {
            ctx.write(new DatagramPacket(out, datagram.sender(), datagram.recipient()), ctx.voidPromise());
            meter.answered(bytes, clock.getAsLong() - now);
        } else {
            out.release();
        }
    }
}
