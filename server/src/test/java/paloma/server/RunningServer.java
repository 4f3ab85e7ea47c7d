package paloma.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import paloma.net.Transport;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.config.ServerSettings;
import paloma.server.metrics.ServiceMeter;
import paloma.server.systemd.Activation;

/** A server within the test, on free ports of loopback. */
final class RunningServer implements AutoCloseable {
    private final Server server;

    private RunningServer(Server server) {
        this.server = server;
    }

    /** Returns the arguments of a test for each transport and for both loopback addresses. */
    static Stream<Arguments> transportsAndHosts() {
        return Transport.available().stream()
                .flatMap(transport -> Stream.of("127.0.0.1", "[::1]").map(host -> Arguments.of(transport, host)));
    }

    /** @param options as on the command line, without {@code --data}, {@code --admin} and {@code --transport} */
    static RunningServer start(Transport transport, Path data, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--data", data.toString(), "--admin", "off", "--transport", transport.toString()));
        String[] arguments = all.toArray(String[]::new);
        return new RunningServer(Server.start(
                ServerSettings.load(arguments, Map.of()),
                Activation.none(),
                () -> ServerSettings.load(arguments, Map.of())));
    }

    /** Returns one that has an admin port. */
    static RunningServer startWithAdmin(Path data, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--data", data.toString()));
        if (!all.contains("--admin")) {
            all.addAll(List.of("--admin", "127.0.0.1:0"));
        }
        ServerSettings settings = ServerSettings.load(all.toArray(String[]::new), Map.of());
        RunningServer running = new RunningServer(Server.start(settings, Activation.none(), () -> settings));
        running.server.openAdmin();
        return running;
    }

    InetSocketAddress admin() {
        return server.adminAddress();
    }

    /** Where to ask: loopback also when the endpoint is bound to the wildcard. */
    InetSocketAddress address(String service, Scheme scheme) {
        InetSocketAddress bound = listener(service, scheme).address();
        return bound.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort())
                : bound;
    }

    Fingerprints fingerprints() {
        return server.fingerprints();
    }

    List<Listener> listeners() {
        return server.listeners();
    }

    InetSocketAddress udp(String service) {
        return address(service, Scheme.UDP);
    }

    InetSocketAddress tcp(String service) {
        return address(service, Scheme.TCP);
    }

    InetSocketAddress tls(String service) {
        return address(service, Scheme.TLS);
    }

    ServiceMeter meter(String service, Scheme scheme) {
        return listener(service, scheme).served().meter();
    }

    @Override
    public void close() {
        server.close();
    }

    private Listener listener(String service, Scheme scheme) {
        return server.listeners().stream()
                .filter(each ->
                        each.spec().service().equals(service) && each.spec().scheme() == scheme)
                .findFirst()
                .orElseThrow();
    }
}
