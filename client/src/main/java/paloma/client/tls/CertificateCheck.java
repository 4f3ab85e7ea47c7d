package paloma.client.tls;

import java.security.cert.X509Certificate;

/** Decides whether a certificate is that of the server that is meant. */
public interface CertificateCheck {
    /**
     * Returns why not, as a sentence without its full stop, or null to go on. Called on an event loop: without I/O.
     *
     * @param chain what the server shows, its own certificate first; that it holds the key of that one may be proved later
     * @param authType how keys are exchanged, as {@link javax.net.ssl.X509TrustManager} has it
     */
    String refusal(X509Certificate[] chain, String authType);

    /** Called once the server has proved that it holds the key, before the first message. May block. */
    void proved(X509Certificate own);
}
