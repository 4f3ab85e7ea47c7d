package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.ServerProcess;
import paloma.testkit.UdpPeer;

/** What a running server takes from its file when HUP comes. */
class ReloadIT {
    private static final String ENDPOINTS = "endpoints = greet=udp://:0, echo=udp://:0\n";

    @TempDir
    Path folder;

    @Test
    void takesAnotherGreetingAndFallsSilent() throws Exception {
        write("greeting = one");
        try (ServerProcess server = ServerProcess.start(folder, "--config", "server.conf");
                UdpPeer greet = new UdpPeer(server.udp("greet"))) {
            assertThat(greet.ask("first")).isEqualTo("one");
            assertThat(server.out().next("greet")).contains("first");

            write("greeting = two", "quiet = true");
            reload(server);
            assertThat(greet.ask("second")).isEqualTo("two");

            write("greeting = three");
            reload(server);
            assertThat(greet.ask("third")).isEqualTo("three");
            assertThat(server.out().next("greet")).as("the second is not shown").contains("third");
        }
    }

    @Test
    void refusesASourceFromThenOn() throws Exception {
        write("allow = 127.0.0.0/8");
        try (ServerProcess server = ServerProcess.start(folder, "--config", "server.conf");
                UdpPeer echo = new UdpPeer(server.udp("echo"))) {
            assertThat(echo.ask("before")).isEqualTo("before");

            write("deny = 127.0.0.1");
            reload(server);
            echo.send("after".getBytes());
            server.admin().awaitMetric(1, "paloma_refusals_total", "echo", "reason=\"address\"");
            assertThat(echo.hearsNothing()).isTrue();

            write("");
            reload(server);
            assertThat(echo.ask("again")).isEqualTo("again");
        }
    }

    @Test
    void keepsItsSettingsWhenTheFileIsWrongAndNamesWhatTakesARestart() throws Exception {
        write("greeting = one");
        try (ServerProcess server = ServerProcess.start(folder, "--config", "server.conf");
                UdpPeer greet = new UdpPeer(server.udp("greet"))) {
            write("greeting = two", "deny = nobody");
            server.signal("HUP");
            assertThat(server.err().next("WARN"))
                    .endsWith(
                            "the settings stay as they are: server.conf:3: deny: \"nobody\" is not a block of addresses;"
                                    + " write for example 10.0.0.0/8, fe80::/10 or 192.0.2.1.");
            assertThat(greet.ask("x")).isEqualTo("one");

            write("greeting = three", "event-loops = 1", "grace = 5s");
            server.signal("HUP");
            assertThat(server.err().next("WARN"))
                    .endsWith("event-loops, grace need a restart to change and stay as they are");
            server.err().next("read the settings again");
            assertThat(greet.ask("x")).isEqualTo("three");
        }
    }

    private static void reload(ServerProcess server) throws IOException, InterruptedException {
        server.signal("HUP");
        server.err().next("read the settings again");
    }

    @Test
    void limitsOneServiceAnewAndSaysWhenThereIsNoFile() throws Exception {
        write("greet.deny = 127.0.0.1");
        try (ServerProcess server = ServerProcess.start(folder, "--config", "server.conf");
                UdpPeer greet = new UdpPeer(server.udp("greet"));
                UdpPeer echo = new UdpPeer(server.udp("echo"))) {
            assertThat(echo.ask("x")).isEqualTo("x");
            greet.send("denied".getBytes());
            server.admin().awaitMetric(1, "paloma_refusals_total", "greet", "reason=\"address\"");
            write("echo.deny = 127.0.0.1");
            reload(server);
            assertThat(greet.ask("x")).isEqualTo("Hello UDP Client");
            echo.send("denied".getBytes());
            server.admin().awaitMetric(1, "paloma_refusals_total", "echo", "reason=\"address\"");
        }
        try (ServerProcess server = ServerProcess.start(folder, "echo=udp://:0")) {
            server.signal("HUP");
            assertThat(server.err().next("WARN"))
                    .endsWith("there is no file to read again: the server was started without --config");
        }
    }

    private void write(String... lines) throws IOException {
        Files.writeString(folder.resolve("server.conf"), ENDPOINTS + String.join("\n", lines) + "\n");
    }
}
