package paloma.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import paloma.datagram.ReceiveRing;
import paloma.protocol.WellKnown;
import paloma.server.admin.Reading;
import paloma.server.config.ConfigException;
import paloma.server.config.ConsoleSettings;
import paloma.server.config.EndpointSpec;
import paloma.server.config.ServerSettings;
import paloma.server.core.Served;
import paloma.server.core.TcpLines.Framing;
import paloma.server.echo.EchoService;
import paloma.server.logging.Logging;
import paloma.server.metrics.ServiceMeter;
import paloma.server.plugin.Plugins.Plugin;
import paloma.server.prime.PrimeService;
import paloma.server.uppercase.UppercaseService;
import paloma.service.Service;

/** All services that this server knows, built-in and plugged in; what one needs is made when an endpoint first asks. */
final class Services implements AutoCloseable {
    private final ServerSettings settings;
    private final Map<String, Plugin> plugins;
    private PrimeService prime;

    Services(ServerSettings settings, Map<String, Plugin> plugins, Runnable stop) {
        this.settings = settings;
        this.plugins = plugins;
    }

    /**
     * Gives the port of a service when its endpoint names none.
     *
     * @throws ConfigException when there is no such service
     */
    static int port(String name, Map<String, Plugin> plugins) {
        Optional<WellKnown> known = WellKnown.named(name);
        if (known.isPresent()) {
            return known.get().port();
        }
        Plugin plugin = plugins.get(name);
        if (plugin == null) {
            throw new ConfigException("There is no service " + name + ": write one of " + names(plugins) + ".");
        }
        return plugin.defaultPort();
    }

    int port(String name) {
        return port(name, plugins);
    }

    /** Gives the service as one endpoint serves it. */
    Served served(EndpointSpec spec, ServiceMeter meter) {
        Optional<WellKnown> known = WellKnown.named(spec.service());
        if (known.isEmpty()) {
            return answering(plugins.get(spec.service()).service(), meter);
        }
        return switch (known.get()) {
            case ECHO -> answering(new EchoService(), meter);
            case UPPERCASE -> answering(new UppercaseService(), meter);
            case PRIME -> answering(prime(meter), meter);
            default -> throw new ConfigException("not yet");
        };
    }

    /** Gives the numbers that belong to no single endpoint. */
    List<Reading> readings() {
        return List.of(
                Reading.counter(
                        "paloma_receive_ring_misses",
                        "Receive buffers that were allocated because all of the ring were out.",
                        ReceiveRing::misses),
                Reading.counter(
                        "paloma_log_lines_lost",
                        "Log lines that were thrown away because their reader was too slow.",
                        Logging::lostLines));
    }

    void reload(ConsoleSettings console) {}

    @Override
    public void close() {
        if (prime != null) {
            prime.close();
        }
    }

    private PrimeService prime(ServiceMeter meter) {
        if (prime == null) {
            prime = new PrimeService(settings.prime(), meter);
        }
        return prime.countedBy(meter);
    }

    private static Served answering(Service service, ServiceMeter meter) {
        return new Served(service, meter, true, true, Framing.LINES);
    }

    private static String names(Map<String, Plugin> plugins) {
        StringBuilder names = new StringBuilder();
        for (WellKnown known : WellKnown.values()) {
            names.append(names.isEmpty() ? "" : ", ").append(known.serviceName());
        }
        plugins.keySet().forEach(name -> names.append(", ").append(name));
        return names.toString();
    }
}
