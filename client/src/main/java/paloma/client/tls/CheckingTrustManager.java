package paloma.client.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks a {@link CertificateCheck} about the server of a TLS handshake. */
final class CheckingTrustManager extends X509ExtendedTrustManager {
    private final CertificateCheck check;
    private volatile X509Certificate accepted;

    CheckingTrustManager(CertificateCheck check) {
        this.check = check;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws UntrustedException {
        String refusal = check.refusal(chain, authType);
        if (refusal != null) {
            throw new UntrustedException(refusal);
        }
        accepted = chain[0];
    }

    /** Returns the certificate of the server that was let pass last. */
    X509Certificate accepted() {
        return accepted;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws UntrustedException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws UntrustedException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
