package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.Transport;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;

/** What another host sends to all of its network, by broadcast and to groups. */
class TwoHostsIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void areHeardOnceAndNotAnswered(Transport transport) throws Exception {
        requireNamespaces();
        Ended ended = run(
                "sink=udp://0.0.0.0:8888",
                "sink=udp://239.1.2.3:8889",
                "sink=udp://[ff15::5]:8890",
                "echo=udp://0.0.0.0:7007",
                "--event-loops",
                "4",
                "--transport",
                transport.toString());
        List<String> lines = ended.succeeded().outLines();
        for (String way : List.of("by broadcast", "to everybody", "to the group", "to the group of IPv6")) {
            for (String count : List.of("one", "two", "three")) {
                assertThat(lines)
                        .filteredOn(line -> line.contains("\"" + count + " " + way + "\""))
                        .hasSize(1);
            }
        }
        assertThat(lines).contains("one answers you");
        if (transport == Transport.EPOLL) {
            assertThat(lines).noneMatch(line -> line.startsWith("to a broadcast answers"));
        }
    }

    private Ended run(String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--format", "json", "--admin", "off"));
        List<String> command = new ArrayList<>(List.of("unshare", "-n", "bash", script().toString()));
        ProcessBuilder server = ServerProcess.jar(folder, all);
        command.addAll(server.command());
        return Ended.of("", server.command(command));
    }

    private Path script() throws IOException {
        byte[] text = TwoHostsIT.class.getResourceAsStream("/two_hosts.sh").readAllBytes();
        return Files.writeString(folder.resolve("two_hosts.sh"), new String(text, StandardCharsets.UTF_8));
    }

    private static void requireNamespaces() throws IOException {
        Path self = Path.of("/proc/self");
        assumeTrue(Files.exists(self), "namespaces are of Linux");
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
        assumeTrue(root || "true".equals(System.getenv("CI")), "network namespaces take root");
        for (String tool : List.of("unshare", "nsenter", "ip", "python3")) {
            Processes.require(tool);
        }
    }
}
