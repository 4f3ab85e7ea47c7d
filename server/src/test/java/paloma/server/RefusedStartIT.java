package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;
import paloma.server.config.ConfigException;
import paloma.server.config.ServerSettings;
import paloma.server.systemd.Activation;
import paloma.testkit.Ended;
import paloma.testkit.ServerProcess;

/** What is wrong is told in one sentence and nothing is half started. */
class RefusedStartIT {
    @TempDir
    Path folder;

    @Test
    void theProgramEndsWithTwoAndOneSentence() throws Exception {
        List<Path> before = files();
        Ended ended = ServerProcess.run(folder, "upload=udp://:0", "ech");

        assertThat(ended.exitCode()).as("%s", ended).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.errLines())
                .containsExactly("There is no service ech: write one of echo, uppercase, prime, greet, sink, upload,"
                        + " chat, files.");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void refusesWhatIsMisspelt() throws Exception {
        assertRefused(
                "There is no service ech: write one of echo, uppercase, prime, greet, sink, upload, chat, files.",
                "ech");
        assertRefused("There is no option --source-rat: did you mean --source-rate?", "--source-rat", "5/s");
        assertRefused("--deny: \"10.0.0.1/8\" has bits set after its prefix", "--deny", "10.0.0.1/8");
        assertRefused("--deny: \"10.0.0.0/33\" has no valid prefix", "--deny", "10.0.0.0/33");
    }

    @Test
    void refusesAConfigFileThatIsWrong() throws Exception {
        Files.writeString(folder.resolve("wrong.conf"), "greting = hello\n");
        Files.createDirectory(folder.resolve("folder.conf"));
        assertRefused(
                "wrong.conf:1: there is no setting \"greting\"; did you mean greeting?",
                "--config",
                path("wrong.conf"));
        assertRefused("none.conf\" is not there", "--config", path("none.conf"));
        assertRefused("folder.conf\" cannot be read", "--config", path("folder.conf"));
    }

    @Test
    void refusesFoldersThatAreNone() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        assertRefused("none\" is not a readable folder", "--plugins", path("none"), "echo=udp://:0");
        assertRefused("file\" is not a folder", "--data", path("file"), "upload=udp://:0");
        assertRefused("file/sub\" is not a folder", "--data", path("file/sub"), "upload=udp://:0");
        // Where even root, who seems to be allowed, makes no folder.
        boolean root = Files.isWritable(Path.of("/proc"));
        String others = "--data: \"/proc/none\" cannot be written to";
        assertRefused(
                root ? "\"/proc/none/files\" for files cannot be used" : others,
                "--data",
                "/proc/none",
                "files=udp://:0");
        assertRefused(
                root ? "the folder \"/proc/none/upload\" cannot be created" : others,
                "--data",
                "/proc/none",
                "upload=udp://:0");
    }

    @Test
    void refusesATakenPortAndLeavesNothingBehind() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, 0));
                ServerSocket tcp = new ServerSocket(0, 1, loopback)) {
            String takenUdp = "echo=udp://127.0.0.1:" + udp.getLocalPort();
            String takenTcp = "echo=tcp://127.0.0.1:" + tcp.getLocalPort();
            String takenAdmin = "127.0.0.1:" + tcp.getLocalPort();
            String[] first = {
                "--data",
                path("data"),
                "upload=udp://:0",
                "files=udp://:0",
                "prime=udp://:0",
                "uppercase=unix:" + path("s")
            };
            assertRefused("The udp address 127.0.0.1:" + udp.getLocalPort() + " for echo", with(first, takenUdp));
            assertRefused("for echo is not available (address already in use)", with(first, takenTcp));
            assertRefused("--admin HOST:PORT, or --admin off", with(first, "--admin", takenAdmin));
        }
    }

    @Test
    void refusesThePortOfAnotherPalomaAlthoughBothWouldShareIt() throws Exception {
        try (RunningServer other =
                RunningServer.start(Transport.best(), folder, "echo=udp://0.0.0.0:0", "--event-loops", "2")) {
            int port = other.udp("echo").getPort();
            for (Transport transport : Transport.available()) {
                String option = transport.toString();
                assertRefused("address already in use", "echo=udp://127.0.0.1:" + port, "--transport", option);
                assertRefused("address already in use", "echo=udp://0.0.0.0:" + port, "--transport", option);
            }
        }
    }

    private void assertRefused(String sentence, String... options) throws IOException {
        List<Path> before = files();
        boolean adminIsNamed = List.of(options).contains("--admin");
        String[] all = adminIsNamed ? options : with(options, "--admin", "off");
        assertThatThrownBy(() -> Server.start(settings(all), Activation.none(), () -> settings(all)))
                .as("%s", List.of(all))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("\n");
        assertThat(files()).as("nothing is left by %s", List.of(options)).isEqualTo(before);
    }

    private static ServerSettings settings(String... options) {
        return ServerSettings.load(options, Map.of());
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }

    private static String[] with(String[] options, String... more) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
