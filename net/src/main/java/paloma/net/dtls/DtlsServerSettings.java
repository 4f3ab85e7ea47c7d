package paloma.net.dtls;

import java.util.Map;
import javax.net.ssl.X509TrustManager;
import paloma.net.tls.TlsIdentity;

/**
 * What a server shows, whom it lets in, and how much of it.
 *
 * @param identity its certificates; null for keys alone
 * @param clients checks certificates of clients, which are asked for then; null to ask for none
 * @param keys those that were given beforehand, by identity; null for certificates alone
 * @param connectionIds whether peers may keep their session when their address changes (RFC 9146): the new address is that
 *     of the newest record that the peer has sealed, and is not proved otherwise
 */
public record DtlsServerSettings(
        TlsIdentity identity,
        X509TrustManager clients,
        Map<String, byte[]> keys,
        boolean connectionIds,
        DtlsLimits limits) {
    public DtlsServerSettings {
        if (identity == null && keys == null) {
            throw new IllegalArgumentException("a server needs certificates, keys or both");
        }
    }
}
