package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.config.Setting;
import paloma.testkit.Ended;
import paloma.testkit.ServerProcess;

/** What the jar does besides serving. */
class CommandLineIT {
    @TempDir
    Path folder;

    @Test
    void helpNamesEverySetting() throws Exception {
        Ended help = ServerProcess.run(folder, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.errLines()).isEmpty();
        String text = String.join("\n", help.outLines());
        for (Setting setting : Setting.values()) {
            assertThat(text).containsPattern(setting.flag() + "[=\\s]");
        }
    }

    @Test
    void versionIsThatOfTheJar() throws Exception {
        Ended version = ServerProcess.run(folder, "--version");
        assertThat(version.exitCode()).isZero();
        assertThat(version.outLines()).singleElement().asString().matches("paloma server \\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void isTrainedForAnArchiveAndLeavesNothing() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        ProcessBuilder training = ServerProcess.jar(folder, List.of("--train"));
        training.command().add(1, "-Djava.io.tmpdir=" + temporary);
        assertThat(Ended.of("", training).succeeded().err()).isEmpty();
        assertThat(temporary).isDirectoryNotContaining("glob:**/paloma*");
    }

    @Test
    void checkOpensNoPortAndMakesNoFolder() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            String endpoint = "upload=udp://127.0.0.1:" + taken.getLocalPort();
            Ended good = ServerProcess.run(folder, "--check", endpoint);
            assertThat(good.exitCode()).as("%s", good).isZero();
            assertThat(good.outLines()).endsWith("The settings are good.");
            assertThat(folder).isEmptyDirectory();
        }
        Ended wrong = ServerProcess.run(folder, "--check", "--grace", "soon");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.outLines()).isEmpty();
        assertThat(wrong.errLines())
                .containsExactly(
                        "--grace: \"soon\" is not a time; write a whole number with ms, s, m or h, such as 30s.");
    }

    @Test
    void tellsByTheExitCodeWhatMayPass() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String endpoint : List.of(
                    "echo=udp://127.0.0.1:" + taken.getLocalPort(),
                    "echo=tcp://127.0.0.1:" + tcp.getLocalPort(),
                    "echo=udp://203.0.113.1:7007")) {
                Ended refused = ServerProcess.run(folder, endpoint, "--admin", "off");
                assertThat(refused.exitCode()).as("%s", refused).isEqualTo(75);
                assertThat(refused.errLines()).singleElement().asString().contains("is not available (");
            }
            Ended admin = ServerProcess.run(folder, "echo=udp://:0", "--admin", "127.0.0.1:" + tcp.getLocalPort());
            assertThat(admin.exitCode()).as("%s", admin).isEqualTo(75);
        }
    }
}
