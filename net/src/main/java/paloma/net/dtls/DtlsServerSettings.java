package paloma.net.dtls;

import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.X509TrustManager;

/**
 * What a server shows, whom it lets in, and how much of it.
 *
 * @param identity the certificates of each new handshake, whose kind of key stays the same; null for keys alone
 * @param clients checks certificates of clients, which are asked for then; null to ask for none
 * @param keys those given beforehand, by identity, asked at each new handshake; null for certificates alone
 * @param connectionIds whether peers may keep their session when their address changes (RFC 9146): the new address is that
 *     of the newest record that was sealed by the peer, and is not proved otherwise
 * @param limits what sessions may cost
 */
public record DtlsServerSettings(
        Supplier<DtlsIdentity> identity,
        Supplier<X509TrustManager> clients,
        Supplier<Map<String, byte[]>> keys,
        boolean connectionIds,
        DtlsLimits limits) {
    public DtlsServerSettings {
        if (identity == null && keys == null) {
            throw new IllegalArgumentException("a server needs certificates, keys or both");
        }
    }
}
