package paloma.server.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import paloma.server.handler.Exchange;

/** Lets pass what comes from peers and from strangers who send their code; tells other strangers theirs. */
public final class CodeHandler extends ChannelInboundHandlerAdapter {
    private final Peers peers;
    private final Codes codes = new Codes();

    public CodeHandler(Peers peers) {
        this.peers = peers;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Exchange exchange = (Exchange) message;
        while (exchange != null) {
            Exchange behind = exchange.next();
            exchange.follow(null);
            if (peers.find(exchange.source()) != null || proves(exchange)) {
                ctx.fireChannelRead(exchange);
            } else {
                exchange.answer(Unpooled.copiedBuffer(
                        CodeText.told(codes.code(exchange.inetSource(), Codes.minute(exchange.arrivalNanos()))),
                        StandardCharsets.US_ASCII));
                exchange.releasePayload();
                ctx.writeAndFlush(exchange, ctx.voidPromise());
            }
            exchange = behind;
        }
    }

    private boolean proves(Exchange exchange) {
        ByteBuf rest = exchange.payload().duplicate();
        int code = CodeText.read(Lines.next(rest));
        if (code != codes.code(exchange.inetSource(), Codes.minute(exchange.arrivalNanos()))) {
            return false;
        }
        exchange.payload().readerIndex(rest.readerIndex());
        exchange.prove();
        return true;
    }
}
