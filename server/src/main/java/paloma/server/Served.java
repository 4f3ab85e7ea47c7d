package paloma.server;

import io.netty.channel.ChannelHandler;
import java.util.function.Function;
import paloma.server.handler.Backpressure;
import paloma.server.handler.TcpLineCodec.Framing;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.metrics.ServiceMeter;
import paloma.service.Service;

/** A service as one endpoint serves it. */
sealed interface Served {
    ServiceMeter meter();

    /** Returns whether it ever answers: only then can it be made to play ping-pong. */
    boolean answers();

    /**
     * One request, one answer at most, over any transport.
     *
     * @param rated whether the source's rate binds it: a file that is cut short by its own server helps nobody
     * @param framing how a TCP stream becomes its requests
     * @param backpressure tells when the service accepts no more
     */
    record Requests(
            Service service,
            ServiceMeter meter,
            boolean answers,
            boolean rated,
            Framing framing,
            Backpressure backpressure)
            implements Served {
        static Requests answering(Service service, ServiceMeter meter) {
            return new Requests(service, meter, true, true, Framing.LINES, Backpressure.NONE);
        }

        static Requests silent(Service service, ServiceMeter meter) {
            return new Requests(service, meter, false, true, Framing.LINES, Backpressure.NONE);
        }
    }

    /**
     * A protocol over datagrams that is more than request and answer: over UDP alone.
     *
     * @param handler makes the handler of one socket, which asks the policy about strangers
     */
    record Protocol(Function<UnvalidatedPeerPolicy, ChannelHandler> handler, ServiceMeter meter) implements Served {
        @Override
        public boolean answers() {
            return true;
        }
    }
}
