package paloma.client.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import paloma.client.call.ChannelSecurity;
import paloma.client.call.ErrorMessages;
import paloma.client.call.SecurityFailure;
import paloma.client.trust.ServerName;
import paloma.net.dtls.DtlsAlertException;
import paloma.net.dtls.DtlsClientHandler;
import paloma.net.dtls.DtlsClientSettings;
import paloma.net.dtls.DtlsClientSettings.PreSharedKey;
import paloma.net.tls.TlsIdentity;

/** DTLS 1.2 over UDP. */
public final class DtlsSecurity implements ChannelSecurity {
    private static final AttributeKey<CheckingTrustManager> TRUST = AttributeKey.valueOf(DtlsSecurity.class, "trust");

    private final String hostName;
    private final CertificateCheck check;
    private final TlsIdentity own;
    private final PreSharedKey key;
    private final Alerts alerts;
    private final long handshakeNanos;

    private DtlsSecurity(
            ServerName server, CertificateCheck check, TlsIdentity own, PreSharedKey key, long handshakeNanos) {
        this.hostName = server.isAddress() ? null : server.host();
        this.check = check;
        this.own = own;
        this.key = key;
        this.handshakeNanos = handshakeNanos;
        alerts = new Alerts("DTLS", own != null);
    }

    /**
     * The server proves itself by a certificate.
     *
     * @param own what proves who this client is, or null
     * @param handshakeNanos how long a handshake may take
     */
    public static DtlsSecurity ofCertificates(
            ServerName server, CertificateCheck check, TlsIdentity own, long handshakeNanos) {
        return new DtlsSecurity(server, check, own, null, handshakeNanos);
    }

    /** Both prove themselves by a key that was given to them beforehand. */
    public static DtlsSecurity ofSharedKey(ServerName server, String identity, byte[] key, long handshakeNanos) {
        return new DtlsSecurity(server, null, null, new PreSharedKey(identity, key), handshakeNanos);
    }

    @Override
    public void addTo(ChannelPipeline pipeline, InetSocketAddress peer) {
        CheckingTrustManager trust = check == null ? null : new CheckingTrustManager(check);
        pipeline.channel().attr(TRUST).set(trust);
        pipeline.addLast("dtls", new DtlsClientHandler(new DtlsClientSettings(hostName, trust, own, key), peer));
    }

    @Override
    public ChannelFuture handshake(ChannelFuture connecting) {
        ChannelPromise done = connecting.channel().newPromise();
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                finish(connecting.channel(), done);
            } else {
                done.tryFailure(connected.cause());
            }
        });
        return done;
    }

    private void finish(Channel connected, ChannelPromise done) {
        connected.pipeline().get(DtlsClientHandler.class).handshake().whenComplete((nothing, failure) -> {
            if (failure == null) {
                done.trySuccess();
            } else {
                done.tryFailure(inWords(failure));
            }
        });
        connected.eventLoop().schedule(() -> done.tryFailure(silence()), handshakeNanos, TimeUnit.NANOSECONDS);
    }

    private Throwable inWords(Throwable failure) {
        SecurityFailure untrusted = UntrustedException.within(failure);
        if (untrusted != null) {
            return untrusted;
        }
        return failure instanceof DtlsAlertException refusal ? alerts.failure(refusal.alert()) : failure;
    }

    private SecurityFailure silence() {
        String why = key == null
                ? "packets are lost or filtered, or what listens there does not speak DTLS"
                : "nobody listens there, or the identity or the key of --psk is not one of the server's";
        return SecurityFailure.broken(
                "did not answer the DTLS handshake in " + ErrorMessages.seconds(handshakeNanos) + " s: " + why,
                "no answer to the DTLS handshake");
    }

    @Override
    public void settle(Channel secured) {
        if (check != null) {
            check.proved(secured.attr(TRUST).get().accepted());
        }
    }

    @Override
    public void requireSeparateEnds(Channel secured) {
        throw new UnsupportedOperationException("datagrams have no end");
    }

    @Override
    public ChannelFuture endOutput(Channel secured) {
        throw new UnsupportedOperationException("datagrams have no end");
    }
}
