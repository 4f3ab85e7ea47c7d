package paloma.server.files;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import paloma.net.NeverFragment;
import paloma.net.UdpLimits;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.TransferMessage;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

/** The last handler of one socket: proves addresses, opens, and hands each message to its transfer. */
final class FilesHandler extends ChannelInboundHandlerAdapter {
    private final FilesService service;
    private final ServerTransfers transfers;
    private final AdmissionControl admission;
    private final UnvalidatedPeerPolicy policy;
    private final ServiceMeter meter;
    private final Set<ServerTransfer> touched = new LinkedHashSet<>();
    private int largestBytes = Wire.SAFE_BYTES;

    FilesHandler(FilesService service, UnvalidatedPeerPolicy policy, ServiceMeter meter) {
        this.service = service;
        this.transfers = service.transfers();
        this.admission = service.admission();
        this.policy = policy;
        this.meter = meter;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (ctx.channel().localAddress() instanceof InetSocketAddress local && NeverFragment.on(ctx.channel(), local)) {
            largestBytes = UdpLimits.MAX_PAYLOAD_BYTES;
        }
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        DatagramPacket datagram = (DatagramPacket) packet;
        try {
            take(ctx, datagram, System.nanoTime());
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
        int start = content.readerIndex();
        meter.requested(content.readableBytes());
        Message message = Wire.decode(content);
        if (message == null) {
            meter.refused(Refusal.MALFORMED);
        } else if (message instanceof TransferMessage ofTransfer) {
            ServerTransfer transfer = transfers.get(ofTransfer.transfer());
            if (transfer == null || !transfer.isWith(datagram.sender())) {
                unknown(ctx, datagram, ofTransfer, now);
            } else {
                hand(transfer, ofTransfer, content, start, now);
            }
        } else if (message instanceof Hello hello && policy.lets(datagram.sender(), now)) {
            answer(ctx, datagram, greeted(hello, datagram.sender(), now), now);
        }
    }

    private void hand(ServerTransfer transfer, TransferMessage message, ByteBuf datagram, int start, long now) {
        if (transfer.peer().loop().inEventLoop()) {
            transfer.take(message, datagram, start, now);
            touched.add(transfer);
        } else {
            // The kernel gives a peer's datagrams to one socket, but for the moment in which others are opened.
            ByteBuf copy = EarlyDatagrams.copy(datagram, start);
            transfer.peer().loop().execute(() -> {
                transfer.take((TransferMessage) Wire.decode(copy), copy, 0, System.nanoTime());
                transfer.pump();
            });
        }
    }

    private Message greeted(Hello hello, InetSocketAddress source, long now) {
        if (hello.version() != Wire.VERSION) {
            return new Versions(hello.nonce(), List.of(Wire.VERSION));
        }
        return new Cookie(
                Wire.VERSION,
                hello.nonce(),
                hello.datagramBytes(),
                admission.wantsToken(),
                admission.cookie(source, now));
    }

    private void unknown(ChannelHandlerContext ctx, DatagramPacket datagram, TransferMessage message, long now) {
        if (!message.wantsAnswer() || !policy.lets(datagram.sender(), now)) {
            return;
        }
        Fail recent = admission.recentFailure(message.transfer(), datagram.sender(), now);
        if (recent == null && message instanceof Open open) {
            open(ctx, datagram, open, now);
        } else if (admission.mayHint(datagram.sender(), now)) {
            Fail unknown = new Fail(message.transfer(), Reason.UNKNOWN_TRANSFER, "");
            answer(ctx, datagram, recent == null ? unknown : recent, now);
        } else {
            meter.refused(Refusal.SOURCE_RATE);
        }
    }

    private void open(ChannelHandlerContext ctx, DatagramPacket datagram, Open open, long now) {
        ValidatedPeer peer = new ValidatedPeer(
                ctx.channel(), datagram.sender(), datagram.recipient(), Math.min(open.largestBytes(), largestBytes));
        Fail refusal = admission.refusal(open, datagram.sender(), now);
        if (refusal == null) {
            service.start(open, peer, meter, now); // with nothing before it that can fail: a slot is taken
        } else {
            answer(ctx, datagram, refusal, now);
        }
    }

    /** No answer to a stranger is larger than what it answers, so a forged source gains nothing. */
    private void answer(ChannelHandlerContext ctx, DatagramPacket datagram, Message message, long now) {
        ByteBuf out = ctx.alloc().directBuffer(Wire.SAFE_BYTES);
        int bytes = Wire.encode(message, out);
        if (policy.mayBeAnswered(datagram.sender(), bytes, now)) {
            ctx.write(new DatagramPacket(out, datagram.sender(), datagram.recipient()), ctx.voidPromise());
            meter.answered(bytes, System.nanoTime() - now);
        } else {
            out.release();
        }
    }
}
