package paloma.server.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.Transport;
import paloma.server.lifecycle.Readiness;
import paloma.testkit.ChildProcess;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;

class HealthCheckIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"sink=udp://:0", "upload=tcp://:0", "greet=udp://:0", "echo=unix:echo.sock"})
    void asksAServerOfAnyEndpointsWithoutItsArguments(String endpoint) throws Exception {
        assumeThat(endpoint.contains("unix") && !Transport.best().hasUnixDatagrams())
                .isFalse();
        try (ChildProcess server = Processes.start(ServerProcess.jar(folder, List.of(endpoint, "--admin", "off")))) {
            Ended check = check();
            while (server.isAlive() && check.exitCode() != 0) {
                check = check();
            }
            assertThat(check).isEqualTo(new Ended(0, "The server is ready." + System.lineSeparator(), ""));
            server.kill();
        }
        assertThat(check().exitCode()).as("after it was killed").isEqualTo(1);
        assertThat(folder.resolve("paloma")).isEmptyDirectory();
    }

    @Test
    void tellsOfAServerThatIsNotReadyAndOfOneThatWasKilled() throws Exception {
        HealthFolder sockets = sockets();
        Readiness readiness = new Readiness();
        try (HealthSocket socket = HealthSocket.open(sockets, readiness)) {
            assertThat(socket).isNotNull();
            assertThat(HealthCheck.probe(sockets, null))
                    .extracting(HealthCheck.Verdict::exitCode)
                    .isEqualTo(1);
            assertThat(HealthCheck.probe(sockets, null).sentence()).endsWith(" is not ready: starting.");
            readiness.ready();
            assertThat(HealthCheck.probe(sockets, null).healthy()).isTrue();
            readiness.stopping();
            assertThat(HealthCheck.probe(sockets, null).sentence()).endsWith(" is not ready: stopping.");
        }
        assertThat(HealthCheck.probe(sockets, null).sentence()).isEqualTo("No server of this user is running.");
    }

    @Test
    void asksTheAdminPortWhereNoServerLeftASocket() throws Exception {
        InetSocketAddress admin;
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            admin = (InetSocketAddress) silent.getLocalSocketAddress();
            assertThat(HealthCheck.probe(sockets(), admin).sentence())
                    .endsWith(" does not answer: nothing came within 2 s.");
        }
        assertThat(HealthCheck.probe(sockets(), admin).sentence()).contains("nobody listens at admin port 127.0.0.1:");
        try (ServerProcess server = ServerProcess.start(folder, "sink=udp://:0")) {
            HealthFolder elsewhere = HealthFolder.of(
                    Map.of("XDG_RUNTIME_DIR", folder.resolve("other").toString()));
            assertThat(HealthCheck.probe(
                            elsewhere,
                            new InetSocketAddress("127.0.0.1", server.admin().port())))
                    .isEqualTo(new HealthCheck.Verdict(true, "The server is ready."));
        }
    }

    private Ended check() throws Exception {
        return ServerProcess.run(folder, "--health-check", "--admin", "off");
    }

    private HealthFolder sockets() {
        return HealthFolder.of(Map.of("XDG_RUNTIME_DIR", folder.toString()));
    }
}
