package paloma.client.tls;

import java.io.Serial;
import java.security.cert.CertificateException;
import paloma.client.call.SecurityFailure;

/** Carries the sentence of a {@link CertificateCheck} through a handshake. */
final class UntrustedException extends CertificateException {
    @Serial
    private static final long serialVersionUID = 1;

    UntrustedException(String sentence) {
        super(sentence);
    }

    /** Returns what a failed handshake says of its server, or null where that is no matter of trust. */
    static SecurityFailure within(Throwable cause) {
        for (Throwable deeper = cause; deeper != null; deeper = deeper.getCause()) {
            if (deeper instanceof UntrustedException untrusted) {
                return SecurityFailure.untrusted(untrusted.getMessage());
            }
        }
        return null;
    }
}
