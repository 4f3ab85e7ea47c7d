package paloma.client.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import paloma.client.call.ChannelSecurity;
import paloma.client.call.SecurityFailure;
import paloma.client.trust.ServerName;
import paloma.net.tls.IdentityKeyManager;
import paloma.net.tls.TlsIdentity;

/** TLS 1.2 and 1.3 over TCP. */
public final class TlsSecurity implements ChannelSecurity {
    static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /** A stage is of a pipeline no more once its peer has closed the connection, which is at any time. */
    private static final AttributeKey<SslHandler> HANDLER = AttributeKey.valueOf(TlsSecurity.class, "handler");

    private final ServerName server;
    private final CertificateCheck check;
    private final HandshakeFailures failures;
    private final SSLContext context;
    private final long handshakeNanos;

    /**
     * @param own what proves who this client is, or null
     * @param handshakeNanos how long a handshake may take
     */
    public TlsSecurity(ServerName server, CertificateCheck check, TlsIdentity own, long handshakeNanos) {
        this.server = server;
        this.check = check;
        this.handshakeNanos = handshakeNanos;
        failures = new HandshakeFailures(own != null);
        context = context(check, own);
    }

    @Override
    public void addTo(ChannelPipeline pipeline, InetSocketAddress peer) {
        SslHandler handler = new SslHandler(engine());
        handler.setHandshakeTimeout(handshakeNanos, TimeUnit.NANOSECONDS);
        pipeline.channel().attr(HANDLER).set(handler);
        pipeline.addLast("tls", handler);
        pipeline.addLast("close_notify", new CloseNotifyHandler(failures));
    }

    @Override
    public ChannelFuture handshake(ChannelFuture connecting) {
        ChannelPromise done = connecting.channel().newPromise();
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                finish(handler(connecting.channel()), done);
            } else {
                done.setFailure(connected.cause());
            }
        });
        return done;
    }

    private void finish(SslHandler handler, ChannelPromise done) {
        handler.handshakeFuture().addListener(handshake -> {
            if (handshake.isSuccess()) {
                done.setSuccess();
            } else {
                done.setFailure(failures.ofHandshake(handshake.cause(), handshakeNanos));
            }
        });
    }

    @Override
    public void settle(Channel secured) {
        try {
            check.proved(
                    (X509Certificate) handler(secured).engine().getSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException("a handshake without a certificate", e);
        }
    }

    /** Before TLS 1.3 whoever hears of an end says at once that his own has come (RFC 5246, section 7.2.1). */
    @Override
    public void requireSeparateEnds(Channel secured) throws SecurityFailure {
        String version = handler(secured).engine().getSession().getProtocol();
        if (!version.equals(VERSIONS[0])) {
            throw SecurityFailure.broken(
                    "speaks TLS no newer than 1.2, over which no server can say that it has stored a file: upload needs TLS"
                            + " 1.3",
                    "speaks no TLS 1.3");
        }
    }

    /** Ours has ended once close_notify has left; the peer may be gone before TCP's own end follows. */
    @Override
    public ChannelFuture endOutput(Channel secured) {
        ChannelPromise ended = secured.newPromise();
        handler(secured).closeOutbound().addListener(sent -> {
            if (sent.isSuccess()) {
                ((DuplexChannel) secured).shutdownOutput();
                ended.setSuccess();
            } else {
                ended.setFailure(secured.isOpen() ? failures.ofConnection(sent.cause()) : new ClosedChannelException());
            }
        });
        return ended;
    }

    private SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine(server.host(), server.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        serverName().ifPresent(name -> parameters.setServerNames(List.of(name)));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Addresses are not sent (RFC 6066, section 3), nor is what is no name of DNS. */
    private Optional<SNIServerName> serverName() {
        if (server.isAddress()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SNIHostName(server.host()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static SslHandler handler(Channel channel) {
        return channel.attr(HANDLER).get();
    }

    private static SSLContext context(CertificateCheck check, TlsIdentity own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    own == null ? new KeyManager[0] : new KeyManager[] {new IdentityKeyManager(own)},
                    new TrustManager[] {new CheckingTrustManager(check)},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }
}
