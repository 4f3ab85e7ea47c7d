package paloma.server.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import paloma.net.tls.Authorities;
import paloma.net.tls.IdentityKeyManager;
import paloma.net.tls.TlsIdentity;

/** How TLS is spoken with one identity: versions 1.3 and 1.2, with forward secrecy and authenticated ciphers (RFC 9325). */
final class TlsContexts {
    private static final String[] BOTH = {"TLSv1.3", "TLSv1.2"};
    private static final String[] NEWEST = {"TLSv1.3"};

    /** The first that the client knows is taken: AES has instructions where most clients are. */
    private static final String[] CIPHERS = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    /** Sessions that are kept for clients without tickets, some KB each; the JDK keeps 20,480 for a day. */
    private static final int MAX_SESSIONS = 1_000;

    private static final int SESSION_SECONDS = (int) TimeUnit.HOURS.toSeconds(1);

    /** A client that renegotiates has the server compute a handshake for a few bytes (CVE-2011-1473); nobody needs it. */
    private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    private final SSLContext context;
    private final boolean asksClients;

    private TlsContexts(SSLContext context, boolean asksClients) {
        this.context = context;
        this.asksClients = asksClients;
    }

    /** @param clientAuthorities of whom one must have signed a client's certificate; none for any client */
    static TlsContexts of(TlsIdentity identity, List<X509Certificate> clientAuthorities) {
        System.setProperty(NO_RENEGOTIATION, System.getProperty(NO_RENEGOTIATION, "true"));
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new IdentityKeyManager(identity)},
                    new TrustManager[] {Authorities.trusting(clientAuthorities)},
                    null);
            context.getServerSessionContext().setSessionCacheSize(MAX_SESSIONS);
            context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
            return new TlsContexts(context, !clientAuthorities.isEmpty());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** @param isWhole whether the end of a stream must be told while there is still an answer to it: TLS 1.3 alone can */
    SSLEngine engine(boolean isWhole) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(isWhole ? NEWEST : BOTH);
        parameters.setCipherSuites(CIPHERS);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNeedClientAuth(asksClients);
        engine.setSSLParameters(parameters);
        return engine;
    }
}
