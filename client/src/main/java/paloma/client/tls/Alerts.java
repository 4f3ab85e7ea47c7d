package paloma.client.tls;

import java.util.Set;
import paloma.client.call.SecurityFailure;

/**
 * What a server means by an alert (RFC 8446, section 6.2; RFC 5246, section 7.2.2).
 *
 * @param protocol what is spoken
 * @param hasCertificate whether the client shows one, if it is asked
 */
record Alerts(String protocol, boolean hasCertificate) {
    private static final Set<String> ABOUT_CLIENTS = Set.of(
            "bad certificate",
            "unsupported certificate",
            "certificate revoked",
            "certificate expired",
            "certificate unknown",
            "unknown ca",
            "access denied",
            "certificate required");

    private static final Set<String> NOTHING_IN_COMMON =
            Set.of("handshake failure", "protocol version", "insufficient security");

    /** @param alert in words */
    SecurityFailure failure(String alert) {
        if (ABOUT_CLIENTS.contains(alert)) {
            return hasCertificate
                    ? SecurityFailure.unwelcome("refuses the certificate of --tls-cert: " + alert, alert)
                    : SecurityFailure.unwelcome(
                            "wants a certificate of this client (" + alert
                                    + "): name one with --tls-cert and --tls-key",
                            "wants a certificate of this client");
        }
        if (NOTHING_IN_COMMON.contains(alert)) {
            return SecurityFailure.broken(
                    "refuses the " + protocol + " handshake (" + alert + "): it may speak no version that is safe, or"
                            + " want something of this client that it has not",
                    alert);
        }
        return SecurityFailure.broken("ended the " + protocol + " connection with an alert: " + alert, alert);
    }
}
