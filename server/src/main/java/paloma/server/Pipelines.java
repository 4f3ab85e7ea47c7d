package paloma.server;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import java.util.concurrent.TimeUnit;
import paloma.net.IdleHandler;
import paloma.net.LingeringCloseHandler;
import paloma.net.UdpStages;
import paloma.net.dtls.DtlsServerHandler;
import paloma.server.dtls.DtlsStages;
import paloma.server.guard.AddressGuard;
import paloma.server.guard.AnswerGuard;
import paloma.server.guard.DatagramAddressGuard;
import paloma.server.guard.Guards;
import paloma.server.guard.LoopGuard;
import paloma.server.guard.SourceGuard;
import paloma.server.guard.StreamAddressGuard;
import paloma.server.guard.UnvalidatedPeerGuard;
import paloma.server.handler.DatagramCodec;
import paloma.server.handler.FailureHandler;
import paloma.server.handler.MessageCodec;
import paloma.server.handler.MeteringHandler;
import paloma.server.handler.StreamMeteringHandler;
import paloma.server.handler.TcpLineCodec;
import paloma.server.handler.UnixDatagramCodec;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.server.peer.CodeHandler;
import paloma.server.proxy.DatagramProxyHandler;
import paloma.server.proxy.StreamProxyHandler;
import paloma.server.tls.TlsStages;

/**
 * All pipelines of the server, outermost stage first: what a socket needs, then bytes become an {@code Exchange}, which
 * the others pass on to the service, and its answer comes back the same way.
 *
 * @param tls null where nothing is served over TLS
 * @param dtls null where nothing is served over DTLS
 */
record Pipelines(Guards all, TlsStages tls, DtlsStages dtls) {
    /** A connection on which nothing moves for so long, in either direction, is given to another. */
    private static final int TCP_IDLE_SECONDS = 300;

    void udp(ChannelPipeline pipeline, UdpStages socket, Served served) {
        pipeline.addLast("empties", socket.empties());
        pipeline.addLast("joiner", socket.joiner());
        pipeline.addLast(UdpStages.ROUTER, socket.router());
        pipeline.addLast("broadcasts", broadcasts(socket, served));
        pipeline.addLast("proxy", new DatagramProxyHandler(all.of(served.meter().service()), served.meter()));
        if (served instanceof Served.Protocol protocol) {
            protocol(pipeline, protocol);
        } else {
            datagrams(pipeline, (Served.Exchanges) served);
        }
    }

    /** Who is let in has proved his address: no code is asked, and no answer bounded by its request. */
    void dtls(ChannelPipeline pipeline, UdpStages socket, Served.Exchanges served) {
        ServiceMeter meter = served.meter();
        Guards guards = all.of(meter.service());
        pipeline.addLast("empties", socket.empties());
        pipeline.addLast("joiner", socket.joiner());
        pipeline.addLast(UdpStages.ROUTER, socket.router());
        pipeline.addLast("broadcasts", socket.noBroadcasts(() -> meter.refused(Refusal.BROADCAST)));
        pipeline.addLast("proxy", new DatagramProxyHandler(guards, meter));
        pipeline.addLast("doors", new DatagramAddressGuard(guards, meter));
        dtls.addTo(pipeline, meter, guards);
        pipeline.addLast("datagrams", DatagramCodec.ofSessions(DtlsServerHandler.LONGEST_MESSAGE_BYTES));
        pipeline.addLast("count", new MeteringHandler(meter));
        pipeline.addLast("addresses", new AddressGuard(guards, meter));
        if (served.rated()) {
            pipeline.addLast("sources", new SourceGuard(guards, meter));
        }
        pipeline.addLast("service", served.sessionStage());
        pipeline.addLast("failures", new FailureHandler(meter));
    }

    /** An answer to each of many hosts that were asked would be a flood, and its sender forged. */
    private static ChannelHandler broadcasts(UdpStages socket, Served served) {
        return served.answers()
                ? socket.noBroadcasts(() -> served.meter().refused(Refusal.BROADCAST))
                : socket.broadcastsOnce();
    }

    void protocol(ChannelPipeline pipeline, Served.Protocol served) {
        ServiceMeter meter = served.meter();
        Guards guards = all.of(meter.service());
        pipeline.addLast("addresses", new DatagramAddressGuard(guards, meter));
        pipeline.addLast("protocol", served.handler().apply(new UnvalidatedPeerGuard(guards, meter)));
        pipeline.addLast("failures", new FailureHandler(meter));
    }

    void datagrams(ChannelPipeline pipeline, Served.Exchanges served) {
        ServiceMeter meter = served.meter();
        Guards guards = all.of(meter.service());
        pipeline.addLast("datagrams", new DatagramCodec());
        pipeline.addLast("count", new MeteringHandler(meter));
        pipeline.addLast("addresses", new AddressGuard(guards, meter));
        if (served.answers()) {
            pipeline.addLast("loops", new LoopGuard(guards, meter));
        }
        if (served.rated()) {
            pipeline.addLast("sources", new SourceGuard(guards, meter));
        }
        pipeline.addLast("answers", new AnswerGuard(guards, meter));
        if (served instanceof Served.Peers speaking) {
            pipeline.addLast("codes", new CodeHandler(speaking.peers()));
        }
        pipeline.addLast("service", served.datagramStage());
        pipeline.addLast("failures", new FailureHandler(meter));
    }

    /** @param isSealed whether TLS is spoken over it */
    void tcp(ChannelPipeline pipeline, Served served, boolean isSealed) {
        if (served instanceof Served.Stream stream) {
            stream(pipeline, stream, isSealed);
        } else {
            lines(pipeline, (Served.Exchanges) served, isSealed);
        }
    }

    private void tls(ChannelPipeline pipeline, Served served) {
        ServiceMeter meter = served.meter();
        pipeline.addLast("doors", new StreamAddressGuard(all.of(meter.service()), meter));
        tls.addTo(pipeline, meter, served instanceof Served.Stream);
    }

    void stream(ChannelPipeline pipeline, Served.Stream served, boolean isSealed) {
        ServiceMeter meter = served.meter();
        Guards guards = all.of(meter.service());
        pipeline.addLast("idle", new IdleHandler(served.idleNanos()));
        pipeline.addLast("end", new LingeringCloseHandler(TCP_IDLE_SECONDS));
        pipeline.addLast("proxy", new StreamProxyHandler(guards, meter));
        if (isSealed) {
            tls(pipeline, served);
        }
        pipeline.addLast("count", new StreamMeteringHandler(meter));
        pipeline.addLast("addresses", new StreamAddressGuard(guards, meter));
        pipeline.addLast("stream", served.handler().get());
        pipeline.addLast("failures", new FailureHandler(meter));
    }

    void lines(ChannelPipeline pipeline, Served.Exchanges served, boolean isSealed) {
        ServiceMeter meter = served.meter();
        Guards guards = all.of(meter.service());
        if (served.endsIdleConnections()) {
            pipeline.addLast("idle", new IdleHandler(TimeUnit.SECONDS.toNanos(TCP_IDLE_SECONDS)));
        }
        pipeline.addLast("end", new LingeringCloseHandler(TCP_IDLE_SECONDS));
        pipeline.addLast("proxy", new StreamProxyHandler(guards, meter));
        if (isSealed) {
            tls(pipeline, served);
        }
        pipeline.addLast("lines", new TcpLineCodec(meter, served.takesBursts()));
        pipeline.addLast("count", new MeteringHandler(meter));
        pipeline.addLast("addresses", new AddressGuard(guards, meter));
        if (served.rated()) {
            pipeline.addLast("sources", new SourceGuard(guards, meter));
        }
        pipeline.addLast("service", served.lineStage());
        pipeline.addLast("failures", new FailureHandler(meter));
    }

    /** Somebody who talks in a browser, behind a WebSocket that is open. */
    void browser(ChannelPipeline pipeline, Served.Peers served) {
        ServiceMeter meter = served.meter();
        Guards guards = all.of(meter.service());
        pipeline.addLast("lines", new MessageCodec());
        pipeline.addLast("count", new MeteringHandler(meter));
        pipeline.addLast("addresses", new AddressGuard(guards, meter));
        pipeline.addLast("sources", new SourceGuard(guards, meter));
        pipeline.addLast("service", served.lineStage());
        pipeline.addLast("failures", new FailureHandler(meter));
    }

    void unix(ChannelPipeline pipeline, Served.Exchanges served) {
        ServiceMeter meter = served.meter();
        pipeline.addLast("datagrams", new UnixDatagramCodec(meter));
        pipeline.addLast("count", new MeteringHandler(meter));
        pipeline.addLast("service", served.unixStage());
        pipeline.addLast("failures", new FailureHandler(meter));
    }
}
