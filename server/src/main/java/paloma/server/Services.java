package paloma.server;

import java.util.Map;
import java.util.Optional;
import paloma.protocol.WellKnown;
import paloma.server.config.ConfigException;
import paloma.server.core.Served;
import paloma.server.core.TcpLines.Framing;
import paloma.server.echo.EchoService;
import paloma.server.metrics.ServiceMeter;
import paloma.server.plugin.Plugins.Plugin;
import paloma.server.uppercase.UppercaseService;
import paloma.service.Service;

/** All services that this server knows, built-in and plugged in, each made when an endpoint first asks for it. */
final class Services {
    private final Map<String, Plugin> plugins;

    Services(Map<String, Plugin> plugins) {
        this.plugins = plugins;
    }

    /**
     * Gives the port of a service when its endpoint names none.
     *
     * @throws ConfigException when there is no such service
     */
    int port(String name) {
        Optional<WellKnown> known = WellKnown.named(name);
        if (known.isPresent()) {
            return known.get().port();
        }
        Plugin plugin = plugins.get(name);
        if (plugin == null) {
            throw new ConfigException("There is no service " + name + ": write one of " + names() + ".");
        }
        return plugin.defaultPort();
    }

    /** Gives the service as one endpoint serves it. */
    Served served(String name, ServiceMeter meter) {
        Optional<WellKnown> known = WellKnown.named(name);
        if (known.isEmpty()) {
            return answering(plugins.get(name).service(), meter);
        }
        return switch (known.get()) {
            case ECHO -> answering(new EchoService(), meter);
            case UPPERCASE -> answering(new UppercaseService(), meter);
            default -> throw new ConfigException("not yet");
        };
    }

    private static Served answering(Service service, ServiceMeter meter) {
        return new Served(service, meter, true, true, Framing.LINES);
    }

    private String names() {
        StringBuilder names = new StringBuilder();
        for (WellKnown known : WellKnown.values()) {
            names.append(names.isEmpty() ? "" : ", ").append(known.serviceName());
        }
        plugins.keySet().forEach(name -> names.append(", ").append(name));
        return names.toString();
    }
}
