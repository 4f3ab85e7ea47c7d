package paloma.server.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import paloma.net.SourcePrefix;
import paloma.server.handler.StreamSource;
import paloma.server.lifecycle.Lifecycle;
import paloma.server.metrics.ServiceMeter;
import paloma.server.workers.FairWorkers;
import paloma.server.workers.FairWorkers.Admission;

/** The stages that a connection over TLS has more than one over TCP. Handshakes are computed beside the event loops. */
public final class TlsStages implements Lifecycle {
    /** Each connection has one step of a handshake at most in work, and connections are bounded. */
    private static final int MAX_WAITING = 1_000_000;

    private final ServerCertificates certificates;
    private final FairWorkers workers;
    private volatile TlsContexts contexts;

    /** @param workers threads for handshakes */
    public TlsStages(ServerCertificates certificates, int workers) {
        this.certificates = certificates;
        this.workers = new FairWorkers("paloma-tls", workers, MAX_WAITING, MAX_WAITING);
        renew();
        certificates.onChange(this::renew);
    }

    private void renew() {
        contexts = TlsContexts.of(certificates.identity(), certificates.clientAuthorities());
    }

    /** @param isWhole whether the end of the stream says that it is whole: that needs TLS 1.3 */
    public void addTo(ChannelPipeline pipeline, ServiceMeter meter, boolean isWhole) {
        TlsHandler tls = new TlsHandler(contexts.engine(isWhole), executor(pipeline.channel()));
        pipeline.addLast("tls", tls);
        pipeline.addLast("close-notify", new CloseNotifyHandler(tls, meter));
    }

    @Override
    public void close() {
        workers.close();
    }

    /** One source with many handshakes delays another by no more than those that run. */
    private Executor executor(Channel connection) {
        return task -> {
            if (workers.submit(prefix(connection), () -> new HandshakeJob(connection, task)) != Admission.ADMITTED) {
                throw new RejectedExecutionException("the server stops");
            }
        };
    }

    private static Object prefix(Channel connection) {
        return StreamSource.of(connection) instanceof InetSocketAddress inet
                ? (Object) SourcePrefix.of(inet.getAddress())
                : List.of();
    }
}
