package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.Ended;
import paloma.testkit.ServerProcess;

/** What is wrong is told in one sentence and nothing is half started. */
class RefusedStartIT {
    @TempDir
    Path folder;

    @Test
    void refusesWhatIsMisspelt() throws Exception {
        assertRefused(
                "There is no service ech: write one of echo, uppercase, prime, greet, sink, upload, files.", "ech");
        assertRefused("There is no option --source-rat: did you mean --source-rate?", "--source-rat", "5/s");
        assertRefused("--deny: `10.0.0.1/8` has bits behind its prefix", "--deny", "10.0.0.1/8");
        assertRefused("--deny: `10.0.0.0/33` has no valid prefix", "--deny", "10.0.0.0/33");
    }

    @Test
    void refusesAConfigFileThatIsWrong() throws Exception {
        Files.writeString(folder.resolve("wrong.conf"), "greting = hello\n");
        Files.createDirectory(folder.resolve("folder.conf"));
        assertRefused(
                "Config file wrong.conf: there is no setting greting, did you mean greeting?",
                "--config",
                "wrong.conf");
        assertRefused("Config file none.conf: there is no such file.", "--config", "none.conf");
        assertRefused("Config file folder.conf: it cannot be read.", "--config", "folder.conf");
    }

    @Test
    void refusesFoldersThatAreNone() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        assertRefused("--plugins: `none` is no folder that can be read", "--plugins", "none", "echo=udp://:0");
        assertRefused("--data: `file` is no folder", "--data", "file", "upload=udp://:0");
        assertRefused("--data: `file/sub` is no folder", "--data", "file/sub", "upload=udp://:0");
        // Root may write anywhere but here.
        assertRefused("/proc/none/files for files cannot be had", "--data", "/proc/none", "files=udp://:0");
        assertRefused("the folder /proc/none/upload cannot be made", "--data", "/proc/none", "upload=udp://:0");
    }

    @Test
    void refusesATakenPortAndLeavesNothingBehind() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, 0));
                ServerSocket tcp = new ServerSocket(0, 1, loopback)) {
            String takenUdp = "echo=udp://127.0.0.1:" + udp.getLocalPort();
            String takenTcp = "echo=tcp://127.0.0.1:" + tcp.getLocalPort();
            String takenAdmin = "127.0.0.1:" + tcp.getLocalPort();
            String[] first = {"upload=udp://:0", "files=udp://:0", "prime=udp://:0", "uppercase=unix:upper.sock"};
            assertRefused("The udp address 127.0.0.1:" + udp.getLocalPort() + " for echo", with(first, takenUdp));
            assertRefused("for echo cannot be had (address already in use)", with(first, takenTcp));
            assertRefused("--admin HOST:PORT, or --admin off", with(first, "--admin", takenAdmin));
        }
    }

    @Test
    void refusesThePortOfAnotherPalomaAlthoughBothWouldShareIt() throws Exception {
        try (ServerProcess other = ServerProcess.start(folder, "echo=udp://0.0.0.0:0", "--event-loops", "2")) {
            int port = other.udp("echo").getPort();
            assertRefused("address already in use", "echo=udp://127.0.0.1:" + port, "--transport", "epoll");
            assertRefused("address already in use", "echo=udp://0.0.0.0:" + port, "--transport", "nio");
        }
    }

    private void assertRefused(String sentence, String... options) throws IOException, InterruptedException {
        List<Path> before = files();
        boolean adminIsNamed = List.of(options).contains("--admin");
        Ended ended = ServerProcess.run(folder, adminIsNamed ? options : with(options, "--admin", "off"));
        assertThat(ended.exitCode()).as("%s", ended).isEqualTo(2);
        assertThat(ended.outLines()).isEmpty();
        assertThat(ended.errLines()).singleElement().asString().contains(sentence);
        assertThat(files()).as("nothing is left by %s", List.of(options)).isEqualTo(before);
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
