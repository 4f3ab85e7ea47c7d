package paloma.server.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import paloma.server.handler.Exchange;
import paloma.server.metrics.Refusal;

/**
 * Has strangers prove their addresses before a service may speak to them: the first datagram of one is answered with a
 * code, nothing else is until it comes back. What comes from peers passes.
 */
public final class CodeHandler extends ChannelInboundHandlerAdapter {
    private final Peers peers;
    private final Strangers strangers;

    public CodeHandler(Peers peers) {
        this.peers = peers;
        this.strangers = peers.admission().strangers();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Exchange exchange = (Exchange) message;
        while (exchange != null) {
            Exchange behind = exchange.next();
            exchange.follow(null);
            take(ctx, exchange);
            exchange = behind;
        }
    }

    private void take(ChannelHandlerContext ctx, Exchange exchange) {
        InetSocketAddress source = exchange.inetSource();
        if (peers.find(SourceKey.of(source)) != null) {
            skipCodeAgain(exchange);
            ctx.fireChannelRead(exchange);
        } else if (!strangers.isTold(source, peers.nowNanos())) {
            tell(ctx, exchange);
        } else if (proves(exchange)) {
            exchange.prove();
            ctx.fireChannelRead(exchange);
        } else {
            exchange.releasePayload();
        }
    }

    /** The code of a peer comes twice where the network doubles it, or his client sends it again. */
    private void skipCodeAgain(Exchange exchange) {
        ByteBuf rest = exchange.payload().duplicate();
        int code = CodeText.read(Lines.next(rest));
        if (code != CodeText.NONE && strangers.isOf(exchange.inetSource(), code, peers.nowNanos())) {
            exchange.payload().readerIndex(rest.readerIndex());
        }
    }

    private void tell(ChannelHandlerContext ctx, Exchange exchange) {
        Refusal full = peers.against(exchange.source());
        int code = full != null
                ? CodeText.NONE
                : strangers.tell(exchange.inetSource(), exchange.isUnlimited(), peers.nowNanos());
        if (code == CodeText.NONE) {
            peers.meter().refused(full == null ? Refusal.UNPROVED : full);
        } else {
            exchange.answer(Unpooled.copiedBuffer(CodeText.told(code), StandardCharsets.US_ASCII));
            ctx.write(exchange, ctx.voidPromise());
        }
        exchange.releasePayload();
    }

    /** Returns whether the first line is the code, which it then takes away. */
    private boolean proves(Exchange exchange) {
        ByteBuf rest = exchange.payload().duplicate();
        int code = CodeText.read(firstLine(rest));
        if (code == CodeText.NONE) {
            peers.meter().refused(Refusal.UNPROVED);
            return false;
        }
        if (!strangers.isProvedBy(exchange.inetSource(), code, peers.nowNanos())) {
            peers.meter().refused(Refusal.CODE);
            return false;
        }
        exchange.payload().readerIndex(rest.readerIndex());
        return true;
    }

    private static ByteBuf firstLine(ByteBuf datagram) {
        ByteBuf line = Lines.next(datagram);
        while (!line.isReadable() && datagram.isReadable()) {
            line = Lines.next(datagram);
        }
        return line;
    }
}
