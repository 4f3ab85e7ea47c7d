package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.AdminPort;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;
import paloma.testkit.UdpPeer;

/** A datagram that lies about where it comes from starts no conversation between services that answer. */
class ForgedIT {
    @TempDir
    Path folder;

    @Test
    void oneFromOurEchoToOurUppercaseDiesAtOnce() throws Exception {
        requireRawSockets();
        try (ServerProcess server = ServerProcess.start(folder, "echo=udp://:0", "uppercase=udp://:0");
                UdpPeer echo = new UdpPeer(server.udp("echo"));
                UdpPeer uppercase = new UdpPeer(server.udp("uppercase"))) {
            forge(server.udp("echo").getPort(), server.udp("uppercase").getPort());
            assertRefusedOnce(server.admin(), "uppercase");
            assertThat(server.admin().metric("paloma_requests_total", "echo")).isZero();

            forge(server.udp("echo").getPort(), server.udp("echo").getPort());
            assertRefusedOnce(server.admin(), "echo");

            // Honest ones pass, and by then any answer to the forged ones would have come round many times.
            assertThat(echo.ask("honest")).isEqualTo("honest");
            assertThat(uppercase.ask("honest")).isEqualTo("HONEST");
            server.admin().awaitMetric(2, "paloma_answers_total");
            assertThat(server.admin().metric("paloma_requests_total", "echo")).isEqualTo(2);
            assertThat(server.admin().metric("paloma_requests_total", "uppercase"))
                    .isEqualTo(2);
        }
    }

    private static void assertRefusedOnce(AdminPort admin, String service) throws IOException {
        admin.awaitMetric(1, "paloma_refusals_total", service, "reason=\"loop\"");
        assertThat(admin.metric("paloma_requests_total", service)).isEqualTo(1);
        assertThat(admin.metric("paloma_answers_total")).isZero();
    }

    private static void forge(int fromPort, int toPort) throws IOException, InterruptedException {
        String script =
                new String(ForgedIT.class.getResourceAsStream("/forge.py").readAllBytes(), StandardCharsets.UTF_8);
        Ended.printedBy("", "python3", "-c", script, String.valueOf(fromPort), String.valueOf(toPort));
    }

    private static void requireRawSockets() throws IOException {
        Path self = Path.of("/proc/self");
        assumeTrue(Files.exists(self), "raw sockets are tried on Linux");
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
        assumeTrue(root || "true".equals(System.getenv("CI")), "raw sockets take root");
        Processes.require("python3");
    }
}
