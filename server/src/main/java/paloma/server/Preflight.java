package paloma.server;

import java.util.Map;
import java.util.function.ToIntFunction;
import paloma.net.PassedSocket;
import paloma.net.Transport;
import paloma.server.config.BroadcastEndpoints;
import paloma.server.config.ConfigException;
import paloma.server.config.EndpointSpec;
import paloma.server.config.PortClash;
import paloma.server.config.ServerSettings;
import paloma.server.plugin.Plugins;
import paloma.server.plugin.Plugins.Plugin;
import paloma.server.systemd.Activation;

/**
 * What can be found out about a start before any socket is opened.
 *
 * @param passed the sockets that are open already, by their endpoints
 */
record Preflight(Map<String, Plugin> plugins, Map<EndpointSpec, PassedSocket> passed) {
    /**
     * Constructs the plugins, which is to be done once a start.
     *
     * @throws ConfigException for the first thing that a start would fail on
     */
    static Preflight check(ServerSettings settings, Activation activation) {
        Map<String, Plugin> plugins = settings.plugins() == null ? Map.of() : Plugins.load(settings.plugins());
        ToIntFunction<String> ports = service -> Services.port(service, plugins);
        settings.endpoints().forEach(endpoint -> Services.port(endpoint.service(), plugins));
        Map<EndpointSpec, PassedSocket> passed = activation.matched(settings.endpoints(), ports);
        BroadcastEndpoints.refuse(settings);
        PortClash.refuse(settings, ports);
        Transport transport = settings.io().usableTransport();
        for (EndpointSpec endpoint : settings.endpoints()) {
            if (endpoint.path() != null && !passed.containsKey(endpoint)) {
                Listener.refuseUnusablePath(endpoint, transport);
            }
        }
        return new Preflight(plugins, passed);
    }
}
