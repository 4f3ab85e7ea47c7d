package paloma.net.dtls;

import java.io.Serial;
import javax.net.ssl.SSLHandshakeException;

/** A handshake ended with an alert (RFC 5246, section 7.2). */
public final class DtlsAlertException extends SSLHandshakeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String alert;

    /** @param alert in words */
    DtlsAlertException(String sentence, String alert) {
        super(sentence + ": " + alert);
        this.alert = alert;
    }

    /** Returns the name of the alert in words, such as {@code bad certificate}. */
    public String alert() {
        return alert;
    }
}
