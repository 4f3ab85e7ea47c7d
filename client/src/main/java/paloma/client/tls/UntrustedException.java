package paloma.client.tls;

import java.io.Serial;
import java.security.cert.CertificateException;

/** Carries the sentence of a {@link CertificateCheck} through a handshake. */
final class UntrustedException extends CertificateException {
    @Serial
    private static final long serialVersionUID = 1;

    UntrustedException(String sentence) {
        super(sentence);
    }
}
