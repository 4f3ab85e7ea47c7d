package paloma.net.dtls;

import java.util.List;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;
import org.eclipse.californium.scandium.dtls.CertificateIdentityResult;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.SignatureAndHashAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite.CertificateKeyAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.XECDHECryptography.SupportedGroup;
import org.eclipse.californium.scandium.dtls.x509.CertificateProvider;
import org.eclipse.californium.scandium.util.ServerNames;

/** Shows the certificates that are valid at each handshake: they may be renewed. */
final class IdentityProvider implements CertificateProvider {
    private final Supplier<DtlsIdentity> identity;
    private final List<CertificateKeyAlgorithm> algorithms;

    /** @param identity its kind of key stays the same: the cipher suites follow from it */
    IdentityProvider(Supplier<DtlsIdentity> identity) {
        this.identity = identity;
        this.algorithms = List.of(CertificateKeyAlgorithm.getAlgorithm(
                identity.get().chain().get(0).getPublicKey()));
    }

    @Override
    public List<CertificateKeyAlgorithm> getSupportedCertificateKeyAlgorithms() {
        return algorithms;
    }

    @Override
    public List<CertificateType> getSupportedCertificateTypes() {
        return List.of(CertificateType.X_509);
    }

    @Override
    public CertificateIdentityResult requestCertificateIdentity(
            ConnectionId session,
            boolean isClient,
            List<X500Principal> issuers,
            ServerNames names,
            List<CertificateKeyAlgorithm> keys,
            List<SignatureAndHashAlgorithm> signatures,
            List<SupportedGroup> curves) {
        DtlsIdentity now = identity.get();
        return new CertificateIdentityResult(session, now.key(), now.chain());
    }

    @Override
    public void setResultHandler(HandshakeResultHandler unused) {
        // The result is there at once.
    }
}
