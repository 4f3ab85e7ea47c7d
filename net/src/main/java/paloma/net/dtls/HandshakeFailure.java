package paloma.net.dtls;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.californium.scandium.dtls.DtlsHandshakeTimeoutException;
import org.eclipse.californium.scandium.dtls.HandshakeException;

/** Why a handshake failed, as the JDK says it over TLS. */
final class HandshakeFailure {
    private HandshakeFailure() {}

    static IOException of(Throwable error) {
        if (error instanceof DtlsHandshakeTimeoutException) {
            return new IOException("no answer to the handshake", error);
        }
        if (error.getCause() instanceof CertificateException untrusted) {
            return caused(untrusted.getMessage(), untrusted);
        }
        return caused(error instanceof HandshakeException ours ? sentence(ours) : error.getMessage(), error);
    }

    private static String sentence(HandshakeException failure) {
        return failure.getAlert() == null
                ? failure.getMessage()
                : "the handshake failed: "
                        + words(failure.getAlert().getDescription().name());
    }

    static String words(String alert) {
        return alert.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static SSLHandshakeException caused(String sentence, Throwable cause) {
        SSLHandshakeException failure = new SSLHandshakeException(sentence);
        failure.initCause(cause);
        return failure;
    }
}
