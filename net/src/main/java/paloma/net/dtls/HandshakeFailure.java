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
        if (error instanceof HandshakeException failure && failure.getAlert() != null) {
            String alert = words(failure.getAlert().getDescription().name());
            return because(new DtlsAlertException("the handshake failed", alert), error);
        }
        return caused(error.getMessage(), error);
    }

    static String words(String alert) {
        return alert.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static SSLHandshakeException caused(String sentence, Throwable cause) {
        return because(new SSLHandshakeException(sentence), cause);
    }

    private static SSLHandshakeException because(SSLHandshakeException failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }
}
