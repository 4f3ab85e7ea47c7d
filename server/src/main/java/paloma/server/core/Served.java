package paloma.server.core;

import paloma.server.metrics.ServiceMeter;
import paloma.service.Service;

/**
 * A service as one endpoint serves it.
 *
 * @param answers whether it ever answers: only then can it be made to play ping-pong
 * @param framing how a TCP stream becomes its requests
 */
public record Served(Service service, ServiceMeter meter, boolean answers, TcpLines.Framing framing) {}
