package paloma.web;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import paloma.net.tls.TlsIdentity;

/** TLS 1.2 and 1.3 for a site, and for all answers beside it. */
public final class PageTls {
    /** Sessions that are kept for clients without tickets, some KB each; the JDK keeps 20,480 for a day. */
    static final int MAX_SESSIONS = 1_000;

    private static final long SESSION_SECONDS = TimeUnit.HOURS.toSeconds(1);

    /** A client that renegotiates has the server compute a handshake for a few bytes (CVE-2011-1473). */
    private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    private PageTls() {}

    /** @throws SSLException when the JDK takes no such key or certificate */
    public static SslContext of(TlsIdentity identity) throws SSLException {
        System.setProperty(NO_RENEGOTIATION, System.getProperty(NO_RENEGOTIATION, "true"));
        return SslContextBuilder.forServer(identity.key(), identity.chain())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .sessionCacheSize(MAX_SESSIONS)
                .sessionTimeout(SESSION_SECONDS)
                .build();
    }
}
