package paloma.net.dtls;

import java.net.InetSocketAddress;
import java.security.cert.CertPath;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.eclipse.californium.scandium.dtls.AlertMessage;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertLevel;
import org.eclipse.californium.scandium.dtls.CertificateMessage;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.CertificateVerificationResult;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeException;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.x509.NewAdvancedCertificateVerifier;
import org.eclipse.californium.scandium.util.ServerNames;

/** Asks a trust manager of the JDK about the certificates of peers: the same says yes or no over TLS. */
final class TrustVerifier implements NewAdvancedCertificateVerifier {
    private final X509TrustManager trust;

    TrustVerifier(X509TrustManager trust) {
        this.trust = trust;
    }

    @Override
    public List<CertificateType> getSupportedCertificateTypes() {
        return List.of(CertificateType.X_509);
    }

    @Override
    public CertificateVerificationResult verifyCertificate(
            ConnectionId session,
            ServerNames names,
            InetSocketAddress peer,
            boolean isOfClient,
            boolean verifySubject,
            boolean truncate,
            CertificateMessage message) {
        CertPath path = message.getCertificateChain();
        try {
            check(path, isOfClient);
            return new CertificateVerificationResult(session, path, null);
        } catch (CertificateException e) {
            AlertMessage alert = new AlertMessage(AlertLevel.FATAL, AlertDescription.BAD_CERTIFICATE);
            return new CertificateVerificationResult(
                    session, new HandshakeException("the certificate is not trusted", alert, e), null);
        }
    }

    private void check(CertPath path, boolean isOfClient) throws CertificateException {
        if (path == null || path.getCertificates().isEmpty()) {
            throw new CertificateException("no certificate came");
        }
        X509Certificate[] chain = path.getCertificates().toArray(X509Certificate[]::new);
        String keyUse = "RSA".equals(chain[0].getPublicKey().getAlgorithm()) ? "ECDHE_RSA" : "ECDHE_ECDSA";
        if (isOfClient) {
            trust.checkClientTrusted(chain, keyUse);
        } else {
            trust.checkServerTrusted(chain, keyUse);
        }
    }

    @Override
    public List<X500Principal> getAcceptedIssuers() {
        return Arrays.stream(trust.getAcceptedIssuers())
                .map(X509Certificate::getSubjectX500Principal)
                .toList();
    }

    @Override
    public void setResultHandler(HandshakeResultHandler unused) {
        // The result is there at once.
    }
}
