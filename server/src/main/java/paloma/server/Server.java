package paloma.server;

import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.datagram.Transport;
import paloma.datagram.UdpOptions;
import paloma.server.config.ConfigException;
import paloma.server.config.EndpointSpec;
import paloma.server.config.ServerSettings;
import paloma.server.guard.Guards;
import paloma.server.guard.LoopGuard.AnsweringPorts;
import paloma.server.metrics.ServiceMeter;
import paloma.server.plugin.Plugins;

/** All that runs: event loops, endpoints, services. Either all of it starts or none. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final ServerSettings settings;
    private final Transport transport;
    private final EventLoopGroup loops;
    private final Guards guards;
    private final Services services;
    private final List<Listener> listeners = new ArrayList<>();

    private Server(ServerSettings settings) {
        this.settings = settings;
        this.transport = settings.io().usableTransport();
        this.guards = new Guards(settings.guards(), System.nanoTime());
        this.services = new Services(settings.plugins() == null ? Map.of() : Plugins.load(settings.plugins()));
        settings.endpoints().forEach(endpoint -> services.port(endpoint.service()));
        this.loops = transport.eventLoops(settings.io().eventLoops(), "loop");
    }

    /** @throws ConfigException when something cannot be had; nothing runs then */
    public static Server start(ServerSettings settings) {
        Server server = new Server(settings);
        try {
            server.open();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    List<Listener> listeners() {
        return listeners;
    }

    @Override
    public void close() {
        for (Listener listener : listeners) {
            try {
                listener.socket().close();
            } catch (Exception e) {
                LOG.warn("{} did not close", listener.url(), e);
            }
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void open() {
        UdpOptions udp =
                new UdpOptions(settings.io().eventLoops(), settings.io().receiveBufferBytes(), true);
        Listener.Sockets sockets =
                new Listener.Sockets(transport, loops, udp, new Pipelines(guards, new AnsweringPorts()));
        for (EndpointSpec spec : settings.endpoints()) {
            ServiceMeter meter = new ServiceMeter(spec.service(), spec.scheme().toString());
            listeners.add(Listener.open(
                    spec, services.port(spec.service()), services.served(spec.service(), meter), sockets));
        }
    }
}
