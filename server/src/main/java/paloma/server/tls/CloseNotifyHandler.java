package paloma.server.tls;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import paloma.net.LingeringCloseHandler;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/**
 * The other side of {@link TlsHandler}: to the stages behind it a connection begins when its handshake is done, and its
 * stream ends with the client's close_notify, which nobody on the way can forge; where TCP ends without one the stream
 * has broken (RFC 8446, 6.1). Our own close_notify says in the same way that all has been sent: a connection that is closed
 * before that gets none.
 */
final class CloseNotifyHandler extends ChannelDuplexHandler {
    private final TlsHandler tls;
    private final ServiceMeter meter;
    private boolean established;
    private boolean inputEnded;

    CloseNotifyHandler(TlsHandler tls, ServiceMeter meter) {
        this.tls = tls;
        this.meter = meter;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        return; // it begins behind the handshake
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (established) {
            ctx.fireChannelInactive();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshakeDone(ctx, handshake);
        } else if (event instanceof SslCloseCompletionEvent closed) {
            if (closed.isSuccess()) {
                endInput(ctx);
            }
        } else if (event instanceof ChannelInputShutdownEvent) {
            breakOff(ctx);
        } else if (event == LingeringCloseHandler.END) {
            endOutput(ctx);
        } else if (!(event instanceof ChannelInputShutdownReadComplete)) {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean isOfTls = cause instanceof DecoderException && cause.getCause() instanceof SSLException;
        if (established || !isOfTls) {
            ctx.fireExceptionCaught(isOfTls ? cause.getCause() : cause);
        }
    }

    /** A close_notify would say that all has been sent. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        ctx.pipeline().context(tls).close(promise);
    }

    private void handshakeDone(ChannelHandlerContext ctx, SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
            established = true;
            ctx.fireChannelActive();
        } else if (handshake.cause() instanceof SSLException refused) { // else the client has gone
            meter.refused(isOfClient(refused) ? Refusal.TLS_CLIENT : Refusal.TLS_HANDSHAKE);
        }
    }

    /** The JDK tells a certificate that is missing by these words only. */
    private static boolean isOfClient(SSLException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof SSLHandshakeException
                            && String.valueOf(cause.getMessage()).contains("Empty client certificate chain")) {
                return true;
            }
        }
        return false;
    }

    private void endInput(ChannelHandlerContext ctx) {
        if (!inputEnded) {
            inputEnded = true;
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    private void breakOff(ChannelHandlerContext ctx) {
        if (inputEnded) {
            return;
        }
        inputEnded = true;
        if (established) {
            ctx.fireExceptionCaught(new SSLException("the stream broke off without close_notify"));
        } else {
            ctx.pipeline().context(tls).close();
        }
    }

    /** What was answered leaves first, as behind close_notify nothing can. */
    private void endOutput(ChannelHandlerContext ctx) {
        ctx.fireUserEventTriggered(LingeringCloseHandler.END);
        if (established) {
            ctx.flush();
            tls.closeOutbound();
        }
    }
}
