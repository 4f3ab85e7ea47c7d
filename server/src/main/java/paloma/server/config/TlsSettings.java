package paloma.server.config;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import paloma.net.tls.TlsIdentity;

/**
 * What the endpoints over TLS and DTLS prove themselves with, and to whom they speak.
 *
 * @param identity null where the server makes its own
 * @param madeKey where it keeps the key that it makes, or null where it needs none
 * @param madeCertificate where it shows the certificate of that
 * @param clientAuthorities one of them must have signed a client's certificate; where there are none, no client is asked
 */
public record TlsSettings(
        TlsIdentity identity, Path madeKey, Path madeCertificate, List<X509Certificate> clientAuthorities) {
    /** Where nothing is served over TLS or DTLS. */
    static final TlsSettings NOTHING = new TlsSettings(null, null, null, List.of());

    public boolean asksClients() {
        return !clientAuthorities.isEmpty();
    }
}
