package paloma.server.config;

import java.net.InetAddress;
import java.util.Set;
import paloma.net.AddressText;
import paloma.net.BroadcastAddresses;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.service.WellKnown;

/** Endpoints at addresses of many hosts, multicast or broadcast: only what answers nobody can be there, over UDP. */
public final class BroadcastEndpoints {
    private static final Set<String> SILENT = Set.of(WellKnown.SINK.serviceName(), WellKnown.UPLOAD.serviceName());

    private BroadcastEndpoints() {}

    /** @throws ConfigException that names the first endpoint that could serve nobody where it is */
    public static void refuse(ServerSettings settings) {
        for (EndpointSpec endpoint : settings.endpoints()) {
            if (isForMany(endpoint) && !(endpoint.scheme() == Scheme.UDP && SILENT.contains(endpoint.service()))) {
                throw refusal(endpoint.host(), endpoint.service() + " over " + endpoint.scheme());
            }
        }
        if (settings.admin() != null
                && BroadcastAddresses.isForMany(settings.admin().getAddress())) {
            throw refusal(settings.admin().getAddress(), "the admin port");
        }
    }

    static boolean isForMany(EndpointSpec endpoint) {
        return endpoint.host() != null && BroadcastAddresses.isForMany(endpoint.host());
    }

    private static ConfigException refusal(InetAddress host, String what) {
        return new ConfigException(
                AddressText.of(host) + " stands for many hosts, and " + what
                        + " answers one: name an address of this host; only sink and upload, over udp, take what is sent to many.");
    }
}
