package paloma.server;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import paloma.server.core.Backpressure;
import paloma.server.core.Counting;
import paloma.server.core.FailureHandler;
import paloma.server.core.Served;
import paloma.server.core.Serving;
import paloma.server.core.TcpLines;
import paloma.server.core.UdpFrames;
import paloma.server.core.UnixFrames;
import paloma.server.guard.AddressGuard;
import paloma.server.guard.AnswerGuard;
import paloma.server.guard.DatagramAddressGuard;
import paloma.server.guard.Guards;
import paloma.server.guard.LoopGuard;
import paloma.server.guard.LoopGuard.AnsweringPorts;
import paloma.server.guard.SourceGuard;
import paloma.server.guard.StrangerGuard;

/** The pipelines of the server, outermost stage first: bytes become an {@code Exchange}, which the others pass on. */
record Pipelines(Guards guards, AnsweringPorts ports) {
    /** A connection that says nothing for so long is given to another. */
    private static final int TCP_IDLE_SECONDS = 300;

    void udp(ChannelPipeline pipeline, Served served) {
        if (served.protocol() != null) {
            pipeline.addLast("addresses", new DatagramAddressGuard(guards, served.meter()));
            pipeline.addLast("protocol", served.protocol().apply(new StrangerGuard(guards, ports, served.meter())));
            pipeline.addLast("failures", new FailureHandler(served.meter()));
            return;
        }
        pipeline.addLast("frames", new UdpFrames());
        pipeline.addLast("count", new Counting(served.meter()));
        pipeline.addLast("addresses", new AddressGuard(guards, served.meter()));
        if (served.answers()) {
            pipeline.addLast("loops", new LoopGuard(guards, ports, served.meter()));
        }
        if (served.rated()) {
            pipeline.addLast("sources", new SourceGuard(guards, served.meter()));
        }
        pipeline.addLast("answers", new AnswerGuard(guards, served.meter()));
        pipeline.addLast("service", new Serving(served.service(), served.meter()));
        pipeline.addLast("failures", new FailureHandler(served.meter()));
    }

    void tcp(ChannelPipeline pipeline, Served served) {
        pipeline.addLast("idle", new IdleStateHandler(0, 0, TCP_IDLE_SECONDS, TimeUnit.SECONDS));
        Backpressure backpressure = served.service() instanceof Backpressure pressing ? pressing : null;
        pipeline.addLast("lines", new TcpLines(served.framing(), served.meter(), backpressure));
        pipeline.addLast("count", new Counting(served.meter()));
        pipeline.addLast("addresses", new AddressGuard(guards, served.meter()));
        if (served.rated()) {
            pipeline.addLast("sources", new SourceGuard(guards, served.meter()));
        }
        pipeline.addLast("service", new Serving(served.service()::serve, served.meter())); // the lines pause
        pipeline.addLast("failures", new FailureHandler(served.meter()));
    }

    void unix(ChannelPipeline pipeline, Served served) {
        pipeline.addLast("frames", new UnixFrames(served.meter()));
        pipeline.addLast("count", new Counting(served.meter()));
        pipeline.addLast("service", new Serving(served.service(), served.meter()));
        pipeline.addLast("failures", new FailureHandler(served.meter()));
    }
}
