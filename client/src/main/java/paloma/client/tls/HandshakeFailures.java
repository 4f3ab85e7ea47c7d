package paloma.client.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import paloma.client.call.ErrorMessages;
import paloma.client.call.SecurityFailure;
import paloma.net.Printable;

/** Why there is no connection over TLS, or none any more, in words. */
final class HandshakeFailures {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    private final Alerts alerts;

    /** @param hasCertificate whether the client shows one, if it is asked */
    HandshakeFailures(boolean hasCertificate) {
        alerts = new Alerts("TLS", hasCertificate);
    }

    /** Returns why a handshake failed over a connection that was made. */
    Throwable ofHandshake(Throwable cause, long timeoutNanos) {
        if (cause instanceof SslHandshakeTimeoutException) {
            return SecurityFailure.broken(
                    "did not answer the TLS handshake in " + ErrorMessages.seconds(timeoutNanos)
                            + " s: what listens there may" + " not speak TLS",
                    "no answer to the TLS handshake");
        }
        if (cause instanceof NotSslRecordException) {
            return SecurityFailure.broken(
                    "does not speak TLS: it answers with something else; --tcp is for a server without TLS",
                    "does not speak TLS");
        }
        if (cause instanceof IOException && !(cause instanceof SSLException)) {
            return SecurityFailure.broken(
                    "closed the connection in the TLS handshake: what listens there may not speak TLS, or refuse this"
                            + " client",
                    "closed the connection in the TLS handshake");
        }
        return ofConnection(cause);
    }

    /** Returns why a connection fails on which TLS is spoken; what is no fault of the peer stays as it is. */
    Throwable ofConnection(Throwable cause) {
        Throwable inner = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        SecurityFailure untrusted = UntrustedException.within(inner);
        if (untrusted != null) {
            return untrusted;
        }
        return inner instanceof SSLException ? said(String.valueOf(inner.getMessage())) : inner;
    }

    private SecurityFailure said(String message) {
        Matcher alert = ALERT.matcher(message);
        return alert.find()
                ? alerts.failure(alert.group(1).replace('_', ' '))
                : SecurityFailure.broken("broke the rules of TLS: " + Printable.escape(message), "broke TLS");
    }
}
