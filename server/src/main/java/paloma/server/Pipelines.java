package paloma.server;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import paloma.server.guard.AddressGuard;
import paloma.server.guard.AnswerGuard;
import paloma.server.guard.DatagramAddressGuard;
import paloma.server.guard.Guards;
import paloma.server.guard.LoopGuard;
import paloma.server.guard.SourceGuard;
import paloma.server.guard.UnvalidatedPeerGuard;
import paloma.server.handler.Backpressure;
import paloma.server.handler.DatagramCodec;
import paloma.server.handler.FailureHandler;
import paloma.server.handler.MeteringHandler;
import paloma.server.handler.Served;
import paloma.server.handler.ServiceHandler;
import paloma.server.handler.TcpLineCodec;
import paloma.server.handler.UnixDatagramCodec;

/** The pipelines of the server, outermost stage first: bytes become an {@code Exchange}, which the others pass on. */
record Pipelines(Guards guards) {
    /** A connection that says nothing for so long is given to another. */
    private static final int TCP_IDLE_SECONDS = 300;

    void udp(ChannelPipeline pipeline, Served served) {
        if (served.protocol() != null) {
            pipeline.addLast("addresses", new DatagramAddressGuard(guards, served.meter()));
            pipeline.addLast("protocol", served.protocol().apply(new UnvalidatedPeerGuard(guards, served.meter())));
            pipeline.addLast("failures", new FailureHandler(served.meter()));
            return;
        }
        pipeline.addLast("frames", new DatagramCodec());
        pipeline.addLast("count", new MeteringHandler(served.meter()));
        pipeline.addLast("addresses", new AddressGuard(guards, served.meter()));
        if (served.answers()) {
            pipeline.addLast("loops", new LoopGuard(guards, served.meter()));
        }
        if (served.rated()) {
            pipeline.addLast("sources", new SourceGuard(guards, served.meter()));
        }
        pipeline.addLast("answers", new AnswerGuard(guards, served.meter()));
        pipeline.addLast("service", new ServiceHandler(served.service(), served.meter()));
        pipeline.addLast("failures", new FailureHandler(served.meter()));
    }

    void tcp(ChannelPipeline pipeline, Served served) {
        pipeline.addLast("idle", new IdleStateHandler(0, 0, TCP_IDLE_SECONDS, TimeUnit.SECONDS));
        Backpressure backpressure = served.service() instanceof Backpressure pressing ? pressing : null;
        pipeline.addLast("lines", new TcpLineCodec(served.framing(), served.meter(), backpressure));
        pipeline.addLast("count", new MeteringHandler(served.meter()));
        pipeline.addLast("addresses", new AddressGuard(guards, served.meter()));
        if (served.rated()) {
            pipeline.addLast("sources", new SourceGuard(guards, served.meter()));
        }
        pipeline.addLast("service", new ServiceHandler(served.service()::serve, served.meter())); // the lines pause
        pipeline.addLast("failures", new FailureHandler(served.meter()));
    }

    void unix(ChannelPipeline pipeline, Served served) {
        pipeline.addLast("frames", new UnixDatagramCodec(served.meter()));
        pipeline.addLast("count", new MeteringHandler(served.meter()));
        pipeline.addLast("service", new ServiceHandler(served.service(), served.meter()));
        pipeline.addLast("failures", new FailureHandler(served.meter()));
    }
}
