package paloma.client.tls;

import io.netty.channel.ChannelPipeline;
import paloma.net.UdpStages;
import paloma.net.dtls.DtlsAdmission;
import paloma.net.dtls.DtlsLimits;
import paloma.net.dtls.DtlsServerHandler;
import paloma.net.dtls.DtlsServerSettings;
import paloma.net.dtls.DtlsWatch;
import paloma.net.tls.TlsIdentity;

/** DTLS 1.2 at a socket to which others send; nobody is asked for a certificate. */
public final class DtlsListening {
    private static final int MAX_SESSIONS = 1_000;

    private final DtlsServerSettings settings;

    /**
     * @param own what proves who this side is
     * @throws IllegalArgumentException in words, where its key is not for DTLS
     */
    public DtlsListening(TlsIdentity own) {
        settings = new DtlsServerSettings(own, null, null, false, DtlsLimits.DEFAULT.withSessions(MAX_SESSIONS));
    }

    /** Adds all stages of the socket; behind them come the messages of sessions. */
    public void addTo(ChannelPipeline pipeline, UdpStages socket) {
        pipeline.addLast("empties", socket.empties());
        pipeline.addLast("joiner", socket.joiner());
        pipeline.addLast(UdpStages.ROUTER, socket.router());
        pipeline.addLast("broadcasts", socket.noBroadcasts(() -> {}));
        pipeline.addLast("dtls", new DtlsServerHandler(settings, DtlsAdmission.ALL, DtlsWatch.NONE));
    }
}
