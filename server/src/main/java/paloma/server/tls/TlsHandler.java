package paloma.server.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** TLS on one connection, over the JDK's engine. */
final class TlsHandler extends SslHandler {
    /** A hello crosses the world in a fraction of it, and comes again once or twice where it is lost. */
    private static final long HANDSHAKE_SECONDS = 10;

    /** The type of a record with an alert (RFC 5246, 6.2.1): in clear until TLS 1.3. */
    private static final int ALERT = 21;

    /** @param handshakes where the costly steps of handshakes are computed */
    TlsHandler(SSLEngine engine, Executor handshakes) {
        super(engine, handshakes);
        setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * With TLS 1.2 the end of the client's stream is the end of ours too (RFC 5246, 7.2.1): what was answered leaves before
     * it is looked at.
     */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws SSLException {
        if (in.isReadable()
                && in.getUnsignedByte(in.readerIndex()) == ALERT
                && handshakeFuture().isSuccess()) {
            ctx.channel().flush();
        }
        super.decode(ctx, in, out);
    }
}
