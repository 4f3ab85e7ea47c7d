package paloma.net.dtls;

import javax.net.ssl.X509TrustManager;
import paloma.net.tls.TlsIdentity;

/**
 * Whom a client trusts and what it shows.
 *
 * @param hostName sent to the server, so that it can choose its certificate (SNI); null to send none
 * @param trust checks the server's certificates, the host's name included, on the event loop; null for a key alone
 * @param identity shown where the server asks for it; null for none
 * @param key given beforehand; null for certificates alone
 */
public record DtlsClientSettings(String hostName, X509TrustManager trust, TlsIdentity identity, PreSharedKey key) {
    /** @param identity tells the server which key is meant */
    public record PreSharedKey(String identity, byte[] key) {}

    public DtlsClientSettings {
        if (trust == null && key == null) {
            throw new IllegalArgumentException("a client needs somebody to trust, or a key");
        }
    }
}
