package paloma.server.systemd;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import paloma.net.PassedSocket;
import paloma.net.Printable;
import paloma.server.config.ConfigException;
import paloma.server.config.EndpointSpec;
import paloma.server.config.EndpointSpec.Scheme;

/**
 * Sockets that systemd opened and passes to this process, as sd_listen_fds(3) describes: {@code $LISTEN_FDS} of them from
 * descriptor 3 on, with the names of {@code $LISTEN_FDNAMES}. They outlive the process, so a restart loses no datagram.
 */
public final class Activation {
    private static final int FIRST_DESCRIPTOR = 3;

    private final List<Passed> all;

    private Activation(List<Passed> all) {
        this.all = all;
    }

    private record Passed(String name, PassedSocket socket) {
        /** Returns the endpoint that its name says; null where the name is no service's. */
        EndpointSpec endpoint() {
            if (!name.matches("[a-z0-9-]+")) {
                return null;
            }
            InetSocketAddress address = socket.address();
            return address == null
                    ? new EndpointSpec(name, Scheme.UNIX, null, EndpointSpec.SERVICE_PORT, socket.path())
                    : new EndpointSpec(name, scheme(), address.getAddress(), address.getPort(), null);
        }

        Scheme scheme() {
            return Scheme.valueOf(socket.kind().name());
        }

        boolean isAt(EndpointSpec spec, int servicePort) {
            return spec.scheme().socket() == scheme()
                    && (socket.address() == null
                            ? spec.path().equals(socket.path())
                            : spec.address(servicePort).equals(socket.address()));
        }

        boolean isFor(EndpointSpec spec) {
            return spec.scheme().socket() == scheme() && spec.service().equals(name);
        }

        ConfigException wrong(String why) {
            return new ConfigException("The socket " + Printable.quote(name) + " that systemd passes " + why + ".");
        }
    }

    public static Activation none() {
        return new Activation(List.of());
    }

    /** @throws ConfigException when a socket is passed that cannot be served */
    public static Activation of(Map<String, String> environment) {
        String pid = Long.toString(ProcessHandle.current().pid());
        if (!pid.equals(environment.get("LISTEN_PID"))) {
            return none();
        }
        int count = count(environment.getOrDefault("LISTEN_FDS", ""));
        String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":");
        List<Passed> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(passed(FIRST_DESCRIPTOR + i, i < names.length ? names[i] : "unknown"));
        }
        return new Activation(all);
    }

    /** Returns an endpoint for each socket that is named after a service. */
    public List<EndpointSpec> endpoints() {
        List<EndpointSpec> endpoints = new ArrayList<>();
        for (Passed passed : all) {
            if (passed.endpoint() != null) {
                endpoints.add(passed.endpoint());
            }
        }
        return endpoints;
    }

    /**
     * Finds the endpoint of each socket: the one that has its address, else the one that has its name.
     *
     * @param servicePorts gives the port of a service when its endpoint names none
     * @throws ConfigException for a socket that fits none
     */
    public Map<EndpointSpec, PassedSocket> matched(List<EndpointSpec> endpoints, ToIntFunction<String> servicePorts) {
        Map<EndpointSpec, PassedSocket> matched = new LinkedHashMap<>();
        for (Passed passed : all) {
            EndpointSpec found = null;
            for (EndpointSpec spec : endpoints) {
                boolean isAt = passed.isAt(spec, servicePorts.applyAsInt(spec.service()));
                if (!matched.containsKey(spec) && (isAt || found == null && passed.isFor(spec))) {
                    found = spec;
                }
            }
            if (found == null) {
                throw passed.wrong("fits no endpoint; name it after a service with FileDescriptorName=, or write an"
                        + " endpoint at its address");
            }
            matched.put(found, passed.socket());
        }
        return matched;
    }

    private static int count(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new ConfigException("LISTEN_FDS is " + Printable.quote(text) + ", which is no number of sockets.");
        }
    }

    private static Passed passed(int descriptor, String name) {
        Passed unknown = new Passed(name, null);
        if (!Epoll.isAvailable()) {
            throw unknown.wrong("needs the native transport of Linux, which does not load here");
        }
        try {
            return new Passed(name, PassedSocket.of(descriptor));
        } catch (IOException | RuntimeException e) {
            throw unknown.wrong(
                    "cannot be served: " + String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
        }
    }
}
