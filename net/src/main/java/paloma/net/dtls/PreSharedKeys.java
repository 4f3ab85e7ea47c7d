package paloma.net.dtls;

import java.net.InetSocketAddress;
import java.util.Map;
import javax.crypto.SecretKey;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;

/** The keys that were given to devices beforehand (RFC 4279), by the identities that they show. */
final class PreSharedKeys implements AdvancedPskStore {
    private final Map<String, byte[]> keys;
    private final PskPublicInformation own;

    private PreSharedKeys(Map<String, byte[]> keys, PskPublicInformation own) {
        this.keys = keys;
        this.own = own;
    }

    static PreSharedKeys ofServer(Map<String, byte[]> keys) {
        return new PreSharedKeys(keys, null);
    }

    static PreSharedKeys ofClient(String identity, byte[] key) {
        return new PreSharedKeys(Map.of(identity, key), new PskPublicInformation(identity));
    }

    @Override
    public boolean hasEcdhePskSupported() {
        return true;
    }

    /** An unknown identity is told from a wrong key by nobody: both are met with silence. */
    @Override
    public PskSecretResult requestPskSecretResult(
            ConnectionId session,
            ServerNames names,
            PskPublicInformation identity,
            String hmac,
            SecretKey other,
            byte[] seed,
            boolean extendedMasterSecret) {
        byte[] key = keys.get(identity.getPublicInfoAsString());
        SecretKey secret = key == null ? null : SecretUtil.create(key, PskSecretResult.ALGORITHM_PSK);
        return new PskSecretResult(session, identity, secret);
    }

    @Override
    public PskPublicInformation getIdentity(InetSocketAddress server, ServerNames names) {
        return own;
    }

    @Override
    public void setResultHandler(HandshakeResultHandler unused) {
        // The result is there at once.
    }
}
