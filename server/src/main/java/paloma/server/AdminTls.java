package paloma.server;

import io.netty.handler.ssl.SslContext;
import javax.net.ssl.SSLException;
import paloma.net.tls.TlsIdentity;
import paloma.server.config.ConfigException;
import paloma.server.config.Setting;
import paloma.web.PageTls;

/** TLS of the admin port; loads its classes where it is asked for alone. */
final class AdminTls {
    private AdminTls() {}

    static SslContext of(TlsIdentity identity) {
        try {
            return PageTls.of(identity);
        } catch (SSLException | IllegalArgumentException e) {
            throw new ConfigException(Setting.PAGE_TLS_CERT.flag() + " cannot be used (" + e.getMessage()
                    + "): name another certificate and its key.");
        }
    }
}
