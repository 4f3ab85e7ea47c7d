package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.plugin.PartyPlugin;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;

/** Whatever is said to come from an address that has not proved itself, one short datagram goes there and no second. */
class ForgedStrangersIT {
    private static final int PORTS = 10;
    private static final int CODE_BYTES = "To join, send: 482 913\n".length();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void eachHearsOneDatagram(String transport) throws Exception {
        requireRawSockets();
        PartyPlugin.write(folder);
        try (ServerProcess server = ServerProcess.start(
                folder, "party=udp://:0", "--plugins", folder.toString(), "--transport", transport)) {
            String script = new String(
                    ForgedStrangersIT.class.getResourceAsStream("/stranger.py").readAllBytes(), StandardCharsets.UTF_8);
            List<String> seen = Ended.printedBy(
                            "",
                            "python3",
                            "-c",
                            script,
                            "127.0.0.1",
                            String.valueOf(server.udp("party").getPort()),
                            "127.0.0.9",
                            String.valueOf(PORTS),
                            "300")
                    .lines()
                    .toList();
            assertThat(seen).hasSize(PORTS + 1).endsWith("witness 2");
            assertThat(seen.subList(0, PORTS)).allMatch(line -> line.endsWith(" 1 " + CODE_BYTES));
        }
    }

    private static void requireRawSockets() throws IOException {
        Path self = Path.of("/proc/self");
        assumeTrue(Files.exists(self), "raw sockets are tried on Linux");
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
        assumeTrue(root || "true".equals(System.getenv("CI")), "raw sockets take root");
        Processes.require("python3");
    }
}
