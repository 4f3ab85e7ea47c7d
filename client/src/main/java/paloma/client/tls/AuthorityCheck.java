package paloma.client.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import paloma.client.trust.ServerName;
import paloma.net.Printable;

/** Takes whom the authorities in a file vouch for, by that name: chain, dates, purpose and name (RFC 5280, RFC 6125). */
public final class AuthorityCheck implements CertificateCheck {
    private final ServerName server;
    private final String file;
    private final X509TrustManager authorities;

    private AuthorityCheck(ServerName server, String file, X509TrustManager authorities) {
        this.server = server;
        this.file = file;
        this.authorities = authorities;
    }

    /**
     * Reads certificates in PEM.
     *
     * @throws CertificateException with a reason, where there are none
     */
    public static AuthorityCheck of(Path file, ServerName server) throws IOException, CertificateException {
        Collection<? extends Certificate> all;
        try (InputStream in = Files.newInputStream(file)) {
            all = CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
        if (all.isEmpty()) {
            throw new CertificateException("no certificate is in it");
        }
        return new AuthorityCheck(server, Printable.word(file.toString()), trusting(all));
    }

    @Override
    public String refusal(X509Certificate[] chain, String authType) {
        try {
            authorities.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            return untrusted(chain, e);
        }
        return CertificateNames.of(chain[0]).isFor(server.host())
                ? null
                : "the certificate of " + server + " is for " + CertificateNames.of(chain[0]) + ", not for "
                        + Printable.quote(server.host())
                        + ": name the server as its certificate does, or somebody is between you and it";
    }

    @Override
    public void proved(X509Certificate own) {
        // What the authorities vouch for need not be remembered.
        return;
    }

    private String untrusted(X509Certificate[] chain, CertificateException why) {
        for (X509Certificate one : chain) {
            try {
                one.checkValidity();
            } catch (CertificateExpiredException e) {
                return dated(" has expired, on ", one.getNotAfter().toInstant().toString());
            } catch (CertificateNotYetValidException e) {
                return dated(
                        " is not valid before ", one.getNotBefore().toInstant().toString());
            }
        }
        return "no authority in " + file + " vouches for the certificate of " + server + " ("
                + Printable.escape(String.valueOf(why.getMessage())) + "): it is another server, or somebody is between"
                + " you and it, or --tls-ca names the wrong file";
    }

    private String dated(String when, String day) {
        return "the certificate of " + server + when + day
                + ": whoever runs it has to renew it (is the clock of this machine right?)";
    }

    private static X509TrustManager trusting(Collection<? extends Certificate> authorities) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate authority : authorities) {
                store.setCertificateEntry(Integer.toString(number++), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager one : factory.getTrustManagers()) {
                if (one instanceof X509TrustManager trusting) {
                    return trusting;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java checks chains", e);
        }
        throw new IllegalStateException("every Java checks chains");
    }
}
