package paloma.net.dtls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and the certificates that speak for it.
 *
 * @param chain that of the key first, each signed by the next; at least one
 */
public record DtlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    public DtlsIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key needs a certificate");
        }
    }
}
