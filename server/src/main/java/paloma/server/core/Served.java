package paloma.server.core;

import paloma.server.metrics.ServiceMeter;
import paloma.service.Service;

/**
 * A service as one endpoint serves it.
 *
 * @param answers whether it ever answers: only then can it be made to play ping-pong
 * @param rated whether the source's rate binds it: a file that is cut short by its own server helps nobody
 * @param framing how a TCP stream becomes its requests
 */
public record Served(Service service, ServiceMeter meter, boolean answers, boolean rated, TcpLines.Framing framing) {}
