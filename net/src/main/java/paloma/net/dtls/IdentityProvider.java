package paloma.net.dtls;

import java.util.List;
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
import paloma.net.tls.TlsIdentity;

/** Shows one identity to every peer. */
final class IdentityProvider implements CertificateProvider {
    private final TlsIdentity identity;

    IdentityProvider(TlsIdentity identity) {
        this.identity = identity;
    }

    @Override
    public List<CertificateKeyAlgorithm> getSupportedCertificateKeyAlgorithms() {
        return List.of(
                CertificateKeyAlgorithm.getAlgorithm(identity.certificate().getPublicKey()));
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
        return new CertificateIdentityResult(session, identity.key(), identity.chain());
    }

    @Override
    public void setResultHandler(HandshakeResultHandler unused) {
        // The result is there at once.
    }
}
