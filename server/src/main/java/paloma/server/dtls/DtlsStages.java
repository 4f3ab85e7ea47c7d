package paloma.server.dtls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.net.Transport;
import paloma.net.dtls.DtlsLimits;
import paloma.net.dtls.DtlsServerHandler;
import paloma.net.dtls.DtlsServerSettings;
import paloma.net.tls.Authorities;
import paloma.server.config.DtlsSettings;
import paloma.server.guard.Guards;
import paloma.server.lifecycle.Lifecycle;
import paloma.server.metrics.Reading;
import paloma.server.metrics.ServiceMeter;
import paloma.server.tls.ServerCertificates;

/**
 * The stage that a socket over DTLS has more than one over UDP. Each endpoint has one socket, on an event loop of its own:
 * handshakes, of some milliseconds each, hold up nobody who is served without DTLS.
 */
public final class DtlsStages implements Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DtlsStages.class);

    /** What a session waits longer than its peer: the service says why he is let go. */
    private static final long LONGER_THAN_PEERS_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ServerCertificates certificates;
    private final DtlsSettings settings;
    private final DtlsLimits limits;
    private final List<EventLoopGroup> loops = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Map<String, byte[]> keys;

    private record Socket(Channel channel, DtlsServerHandler handler, SessionWatch watch) {}

    /**
     * @param peerIdleNanos how long a peer may be silent
     * @throws IllegalArgumentException in words, when the certificates are not for DTLS
     */
    public DtlsStages(ServerCertificates certificates, DtlsSettings settings, long peerIdleNanos) {
        this.certificates = certificates;
        this.settings = settings;
        this.keys = settings.keys();
        this.limits = new DtlsLimits(
                settings.sessions(),
                Math.min(settings.sessions(), DtlsLimits.DEFAULT.sessionsPerSource()),
                DtlsLimits.DEFAULT.handshakesPerSecond(),
                peerIdleNanos + LONGER_THAN_PEERS_NANOS);
        wanted();
        certificates.onChange(this::renew);
    }

    /** Returns the event loop of one more endpoint. */
    public EventLoopGroup loop(Transport transport) {
        EventLoopGroup loop = transport.eventLoops(1, "dtls");
        loops.add(loop);
        return loop;
    }

    /** Adds the stage; behind it come and go messages of peers who have proved their addresses. */
    public void addTo(ChannelPipeline pipeline, ServiceMeter meter, Guards guards) {
        SessionWatch watch = new SessionWatch(meter);
        DtlsServerHandler handler = new DtlsServerHandler(wanted(), new SessionAdmission(guards, meter), watch);
        Socket socket = new Socket(pipeline.channel(), handler, watch);
        sockets.add(socket);
        pipeline.channel().closeFuture().addListener(closed -> sockets.remove(socket));
        pipeline.addLast("dtls", handler);
    }

    private DtlsServerSettings wanted() {
        return new DtlsServerSettings(
                certificates.identity(),
                certificates.clientAuthorities().isEmpty()
                        ? null
                        : Authorities.trusting(certificates.clientAuthorities()),
                keys.isEmpty() ? null : keys,
                settings.connectionIds(),
                limits);
    }

    /** Takes other keys, for handshakes from now on. */
    public void reload(DtlsSettings wanted) {
        keys = wanted.keys();
        renew();
    }

    private void renew() {
        try {
            DtlsServerSettings wanted = wanted();
            for (Socket socket : sockets) {
                socket.channel.eventLoop().execute(() -> renew(socket.handler, wanted));
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("the certificate and keys of dtls:// stay as they are: {}", e.getMessage());
        }
    }

    private static void renew(DtlsServerHandler handler, DtlsServerSettings wanted) {
        try {
            handler.renew(wanted);
        } catch (IOException e) {
            LOG.error("the certificate and keys of dtls:// were not taken", e);
        }
    }

    @Override
    public List<Reading> readings() {
        return List.of(
                Reading.gauge(
                        "paloma_dtls_sessions",
                        "Sessions over DTLS, half-open ones too.",
                        () -> sockets.stream()
                                .mapToLong(socket -> socket.watch.sessions())
                                .sum()),
                Reading.counter(
                        "paloma_dtls_handshakes",
                        "Handshakes over DTLS that were done.",
                        () -> sockets.stream()
                                .mapToLong(socket -> socket.watch.handshakes())
                                .sum()));
    }

    @Override
    public void close() {
        loops.forEach(loop -> loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly());
    }
}
