package paloma.net.dtls;

import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
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
    private static final int LONGEST_CURVE_BITS = 384;

    public DtlsServerSettings {
        if (identity == null && keys == null) {
            throw new IllegalArgumentException("a server needs certificates, keys or both");
        }
        if (identity != null && !isTaken(identity.certificate().getPublicKey())) {
            throw new IllegalArgumentException("DTLS takes certificates of RSA, P-256, P-384 and Ed25519 alone");
        }
    }

    /** P-521 is what Scandium does not recommend, and the rest it does not know. */
    private static boolean isTaken(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA", "Ed25519" -> true;
            case "EdDSA" -> ((EdECKey) key).getParams().getName().equals("Ed25519");
            case "EC" -> ((ECKey) key).getParams().getOrder().bitLength() <= LONGEST_CURVE_BITS;
            default -> false;
        };
    }
}
