package paloma.net.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Checks chains, dates and purposes of certificates (RFC 5280) against authorities that somebody trusts. */
public final class Authorities {
    private Authorities() {}

    /** Returns what trusts those whom one of these has signed, and these themselves. */
    public static X509ExtendedTrustManager trusting(Collection<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry(Integer.toString(number++), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager one : factory.getTrustManagers()) {
                if (one instanceof X509ExtendedTrustManager trusting) {
                    return trusting;
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java checks no chains", e);
        }
        throw new IllegalStateException("this Java checks no chains");
    }
}
