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
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Repair;
import paloma.transfer.wire.TransferMessage;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

/** The door to the transfers, on one socket: proves addresses, opens, and hands each message to its transfer. */
final class FilesHandler extends ChannelInboundHandlerAdapter {
    private final FilesService service;
    private final UnvalidatedPeerPolicy strangers;
    private final ServiceMeter meter;
    private final Set<ServerTransfer> touched = new LinkedHashSet<>();
    private int largestBytes = Wire.SAFE_BYTES;

    FilesHandler(FilesService service, UnvalidatedPeerPolicy strangers, ServiceMeter meter) {
        this.service = service;
        this.strangers = strangers;
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
        } catch (RuntimeException e) {
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
        service.sessions().closed(ctx.channel());
    }

    private void take(ChannelHandlerContext ctx, DatagramPacket datagram, long now) {
        ByteBuf content = datagram.content();
        int start = content.readerIndex();
        meter.requested(content.readableBytes());
        Message message = Wire.decode(content);
        if (message == null) {
            meter.refused(Refusal.MALFORMED);
        } else if (message instanceof TransferMessage ofTransfer) {
            ServerTransfer session = service.sessions().get(ofTransfer.transfer());
            if (session == null || !session.isWith(datagram.sender())) {
                unknown(ctx, datagram, ofTransfer, now);
            } else {
                hand(session, ofTransfer, content, start, now);
            }
        } else if (message instanceof Hello hello && strangers.lets(datagram.sender(), now)) {
            answer(ctx, datagram, greeted(hello, datagram.sender(), now), now);
        }
    }

    private void hand(ServerTransfer session, TransferMessage message, ByteBuf datagram, int start, long now) {
        if (session.peer().loop().inEventLoop()) {
            session.take(message, datagram, start, now);
            touched.add(session);
        } else {
            // The kernel gives a peer's datagrams to one socket, but for the moment in which others are opened.
            ByteBuf copy = EarlyDatagrams.copy(datagram, start);
            session.peer().loop().execute(() -> {
                session.take((TransferMessage) Wire.decode(copy), copy, 0, System.nanoTime());
                session.pump();
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
                service.door().wantsToken(),
                service.door().cookies().give(source, now));
    }

    /** Nothing that is sent from here is ever answered by a server of this kind, so that no two of them talk for ever. */
    private void unknown(ChannelHandlerContext ctx, DatagramPacket datagram, TransferMessage message, long now) {
        boolean asks = message instanceof Open
                || message instanceof Data
                || message instanceof Hashes
                || message instanceof Probe
                || message instanceof Ack
                || message instanceof Repair
                || message instanceof Done;
        if (!asks || !strangers.lets(datagram.sender(), now)) {
            return;
        }
        Fail lastWord = service.door().lastWords().of(message.transfer(), datagram.sender(), now);
        if (lastWord == null && message instanceof Open open) {
            open(ctx, datagram, open, now);
        } else if (service.door().mayHint(datagram.sender(), now)) {
            answer(
                    ctx,
                    datagram,
                    lastWord == null ? new Fail(message.transfer(), Reason.UNKNOWN_TRANSFER, "") : lastWord,
                    now);
        } else {
            meter.refused(Refusal.SOURCE_RATE);
        }
    }

    private void open(ChannelHandlerContext ctx, DatagramPacket datagram, Open open, long now) {
        Fail refusal = service.door().refusal(open, datagram.sender(), now);
        if (refusal != null) {
            answer(ctx, datagram, refusal, now);
            return;
        }
        ValidatedPeer peer = new ValidatedPeer(
                ctx.channel(), datagram.sender(), datagram.recipient(), Math.min(open.largestBytes(), largestBytes));
        service.start(open, peer, meter, now);
    }

    /** No answer to a stranger is larger than what it answers, so a forged source gains nothing. */
    private void answer(ChannelHandlerContext ctx, DatagramPacket datagram, Message message, long now) {
        ByteBuf out = ctx.alloc().directBuffer(Wire.SAFE_BYTES);
        int bytes = Wire.encode(message, out);
        if (strangers.mayBeAnswered(datagram.sender(), bytes, now)) {
            ctx.write(new DatagramPacket(out, datagram.sender(), datagram.recipient()), ctx.voidPromise());
            meter.answered(bytes, System.nanoTime() - now);
        } else {
            out.release();
        }
    }
}
