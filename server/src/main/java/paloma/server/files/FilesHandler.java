package paloma.server.files;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import paloma.datagram.NeverFragment;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.OpenProof;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.TransferMessage;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

/** The door to the transfers of one socket: proves addresses, opens, and hands each message to its transfer. */
final class FilesHandler extends ChannelInboundHandlerAdapter {
    private final FilesService service;
    private final ServiceMeter meter;
    private final Map<Long, Session> sessions = new HashMap<>();
    private final Set<Session> touched = new LinkedHashSet<>();
    private final List<DatagramPacket> answers = new ArrayList<>();
    private boolean whole;

    FilesHandler(FilesService service, ServiceMeter meter) {
        this.service = service;
        this.meter = meter;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        whole = NeverFragment.on(
                ctx.channel(), (InetSocketAddress) ctx.channel().localAddress());
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        DatagramPacket datagram = (DatagramPacket) packet;
        try {
            take(ctx, datagram);
        } finally {
            datagram.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        touched.forEach(Session::pump);
        touched.clear();
        ctx.flush();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        meter.refused(Refusal.UNSENT);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        List.copyOf(sessions.values()).forEach(Session::close);
    }

    /** Says whether datagrams larger than every path carries can be sent without being cut. */
    boolean isWhole() {
        return whole;
    }

    void ended(long transfer) {
        sessions.remove(transfer);
        service.end();
    }

    private void take(ChannelHandlerContext ctx, DatagramPacket datagram) {
        ByteBuf content = datagram.content();
        int bytes = content.readableBytes();
        meter.requested(bytes);
        Message message = Wire.decode(content);
        if (message == null) {
            meter.refused(Refusal.MALFORMED);
        } else if (message instanceof Hello hello) {
            answer(ctx, datagram, greeted(hello, datagram.sender()));
        } else if (message instanceof Open open) {
            open(ctx, datagram, open);
        } else if (message instanceof TransferMessage ofTransfer) {
            hand(ctx, datagram, ofTransfer);
        }
    }

    private Message greeted(Hello hello, InetSocketAddress source) {
        if (hello.version() != Wire.VERSION) {
            return new Versions(hello.nonce(), List.of(Wire.VERSION));
        }
        return new Cookie(
                Wire.VERSION,
                hello.nonce(),
                hello.datagramBytes(),
                service.settings().token() != null,
                service.cookies().give(source, System.nanoTime()));
    }

    private void open(ChannelHandlerContext ctx, DatagramPacket datagram, Open open) {
        Session running = sessions.get(open.transfer());
        if (running != null) {
            running.reopen(datagram.sender());
            touched.add(running);
            return;
        }
        Fail refusal = refusal(open, datagram.sender());
        if (refusal != null) {
            answer(ctx, datagram, refusal);
            return;
        }
        Session session = new Session(service, this, ctx.channel(), datagram.sender(), datagram.recipient(), open);
        sessions.put(open.transfer(), session);
        session.start();
    }

    private Fail refusal(Open open, InetSocketAddress source) {
        if (!service.cookies().use(open.cookie(), source, System.nanoTime())) {
            return new Fail(open.transfer(), Reason.STALE_COOKIE, "");
        }
        byte[] token = service.settings().token();
        if (token != null && !OpenProof.isRight(open, token)) {
            return new Fail(open.transfer(), Reason.TOKEN, "The token is not the one of this server.");
        }
        if (open.facts().size() > service.settings().limits().fileBytes()) {
            return new Fail(open.transfer(), Reason.TOO_LARGE, "The file is larger than this server takes.");
        }
        if (!service.begin()) {
            return new Fail(open.transfer(), Reason.BUSY, "The server has as many transfers as it takes: try later.");
        }
        return null;
    }

    private void hand(ChannelHandlerContext ctx, DatagramPacket datagram, TransferMessage message) {
        Session session = sessions.get(message.transfer());
        if (session != null) {
            session.take(message, datagram.sender());
            touched.add(session);
        } else if (!(message instanceof Fail)) {
            answer(ctx, datagram, new Fail(message.transfer(), Reason.UNKNOWN_TRANSFER, ""));
        }
    }

    /** No answer is larger than what it answers, so a forged source gains nothing. */
    private void answer(ChannelHandlerContext ctx, DatagramPacket datagram, Message message) {
        ByteBuf out = ctx.alloc().directBuffer(Wire.SAFE_BYTES);
        Wire.encode(message, out);
        ctx.write(new DatagramPacket(out, datagram.sender(), datagram.recipient()), ctx.voidPromise());
        meter.answered(out.readableBytes(), 0);
    }
}
