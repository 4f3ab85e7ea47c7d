package paloma.client.tls;

import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import paloma.client.trust.ServerName;
import paloma.net.Printable;
import paloma.net.tls.Authorities;

/** Takes whom the authorities in a file vouch for, by that name: chain, dates, purpose and name (RFC 5280, RFC 6125). */
public final class AuthorityCheck implements CertificateCheck {
    private final ServerName server;
    private final String file;
    private final X509TrustManager authorities;

    /** @param file where the authorities are named, for sentences */
    public AuthorityCheck(ServerName server, Path file, List<X509Certificate> authorities) {
        this.server = server;
        this.file = Printable.word(file.toString());
        this.authorities = Authorities.trusting(authorities);
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
}
