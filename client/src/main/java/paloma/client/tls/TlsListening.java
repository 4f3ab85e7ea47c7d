package paloma.client.tls;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import paloma.net.tls.IdentityKeyManager;
import paloma.net.tls.TlsIdentity;

/** TLS 1.2 and 1.3 on connections that others make; nobody is asked for a certificate. */
public final class TlsListening {
    private static final long HANDSHAKE_SECONDS = 10;

    /** A peer that renegotiates has this side compute a handshake for a few bytes (CVE-2011-1473). */
    private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    private final SSLContext context;

    /** @param own what proves who this side is */
    public TlsListening(TlsIdentity own) {
        System.setProperty(NO_RENEGOTIATION, "true");
        try {
            context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new IdentityKeyManager(own)}, new TrustManager[0], null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** Adds the stages of one connection; its stream ends with close_notify, and else breaks off. */
    public void addTo(ChannelPipeline pipeline) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(TlsSecurity.VERSIONS);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        pipeline.addLast("tls", handler);
        pipeline.addLast("close_notify", new CloseNotifyHandler(new HandshakeFailures(false)));
    }
}
