package paloma.server;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import paloma.server.config.EndpointSpec;
import paloma.server.config.ServerSettings;
import paloma.server.systemd.Activation;
import paloma.server.warmup.ServerCdsTraining;

/** The server as its training run has it: it announces itself to nobody. */
record Trainee(Server server) implements ServerCdsTraining.Running {
    static Trainee start(ServerSettings settings) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(nowhere); // to which greet shows what it is asked
        Server server = Server.start(settings, Activation.none(), () -> settings);
        server.openAdmin();
        Announcement.print(
                server.listeners(),
                server.adminAddress(),
                server.fingerprints(),
                settings.page(),
                null,
                false,
                nowhere);
        return new Trainee(server);
    }

    @Override
    public Map<EndpointSpec, InetSocketAddress> answering() {
        Map<EndpointSpec, InetSocketAddress> answering = new LinkedHashMap<>();
        for (Listener listener : server.listeners()) {
            if (listener.udp() != null && listener.served().answers()) {
                answering.put(listener.spec(), listener.address());
            }
        }
        return answering;
    }

    @Override
    public InetSocketAddress admin() {
        return server.adminAddress();
    }

    @Override
    public void close() {
        server.close();
    }
}
