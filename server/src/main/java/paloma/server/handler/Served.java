package paloma.server.handler;

import io.netty.channel.ChannelHandler;
import java.util.function.Function;
import paloma.server.metrics.ServiceMeter;
import paloma.service.Service;

/**
 * A service as one endpoint serves it.
 *
 * @param answers whether it ever answers: only then can it be made to play ping-pong
 * @param rated whether the source's rate binds it: a file that is cut short by its own server helps nobody
 * @param framing how a TCP stream becomes its requests
 * @param protocol makes the handler of a protocol over datagrams that is more than request and answer, in place of the
 *     service; else null
 */
public record Served(
        Service service,
        ServiceMeter meter,
        boolean answers,
        boolean rated,
        TcpLineCodec.Framing framing,
        Function<UnvalidatedPeerPolicy, ChannelHandler> protocol) {
    public Served(Service service, ServiceMeter meter, boolean answers, boolean rated, TcpLineCodec.Framing framing) {
        this(service, meter, answers, rated, framing, null);
    }

    /** Returns a protocol of its own as one endpoint serves it: over UDP alone. */
    public static Served of(Function<UnvalidatedPeerPolicy, ChannelHandler> protocol, ServiceMeter meter) {
        return new Served(null, meter, true, false, null, protocol);
    }
}
