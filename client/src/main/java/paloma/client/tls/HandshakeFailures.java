package paloma.client.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import paloma.client.call.SecurityFailure;
import paloma.net.Printable;

/** Why there is no connection over TLS, or none any more, in words. */
final class HandshakeFailures {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    /** What a server says of the certificate of its client (RFC 8446, section 6.2). */
    private static final Set<String> ABOUT_CLIENTS = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "certificate_required");

    private static final Set<String> NOTHING_IN_COMMON =
            Set.of("handshake_failure", "protocol_version", "insufficient_security");

    private final boolean hasCertificate;

    /** @param hasCertificate whether the client has shown one, if it was asked */
    HandshakeFailures(boolean hasCertificate) {
        this.hasCertificate = hasCertificate;
    }

    /** Returns why a handshake failed over a connection that was made. */
    Throwable ofHandshake(Throwable cause, long timeoutNanos) {
        if (cause instanceof SslHandshakeTimeoutException) {
            return SecurityFailure.broken(
                    "did not answer the TLS handshake in " + timeoutNanos / 1_000_000_000 + " s: what listens there may"
                            + " not speak TLS",
                    "no answer to the TLS handshake");
        }
        if (cause instanceof NotSslRecordException) {
            return SecurityFailure.broken(
                    "does not speak TLS: it answers with something else; --tcp is for a server without TLS",
                    "does not speak TLS");
        }
        if (cause instanceof ClosedChannelException
                || cause instanceof IOException && !(cause instanceof SSLException)) {
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
        for (Throwable deeper = inner; deeper != null; deeper = deeper.getCause()) {
            if (deeper instanceof UntrustedException untrusted) {
                return SecurityFailure.untrusted(untrusted.getMessage());
            }
        }
        return inner instanceof SSLException ? said(String.valueOf(inner.getMessage())) : inner;
    }

    private SecurityFailure said(String message) {
        Matcher alert = ALERT.matcher(message);
        if (!alert.find()) {
            return SecurityFailure.broken("broke the rules of TLS: " + Printable.escape(message), "broke TLS");
        }
        String name = alert.group(1);
        String words = name.replace('_', ' ');
        if (ABOUT_CLIENTS.contains(name)) {
            return aboutClient(words);
        }
        if (NOTHING_IN_COMMON.contains(name)) {
            return SecurityFailure.broken(
                    "refuses the TLS handshake (" + words + "): it may speak neither TLS 1.2 nor 1.3, or want a"
                            + " certificate of this client (--tls-cert)",
                    words);
        }
        return SecurityFailure.broken("ended the TLS connection with an alert: " + words, words);
    }

    private SecurityFailure aboutClient(String words) {
        return hasCertificate
                ? SecurityFailure.unwelcome("refuses the certificate of --tls-cert: " + words, words)
                : SecurityFailure.unwelcome(
                        "wants a certificate of this client (" + words + "): name one with --tls-cert and --tls-key",
                        "wants a certificate of this client");
    }
}
