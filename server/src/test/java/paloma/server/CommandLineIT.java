package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.config.Setting;
import paloma.testkit.Ended;
import paloma.testkit.FreePorts;
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
    void checkOpensNoPortAndMakesNoFolder() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            String endpoint = "upload=udp://127.0.0.1:" + taken.getLocalPort();
            Ended good = ServerProcess.run(folder, "--check", endpoint);
            assertThat(good.exitCode()).as("%s", good).isZero();
            assertThat(good.outLines()).containsExactly("The settings are good.");
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
    void healthCheckAsksTheServerThatHasTheSameFlags() throws Exception {
        String[] flags = {"sink=udp://127.0.0.1:0", "prime=udp://127.0.0.1:" + FreePorts.udp()};
        String[] check = {flags[0], flags[1], "--health-check"};
        try (ServerProcess server = ServerProcess.start(folder, flags)) {
            Ended healthy = ServerProcess.run(folder, check);
            assertThat(healthy.exitCode()).as("%s", healthy).isZero();
            assertThat(healthy.outLines()).singleElement().asString().contains("prime at udp://", "answers.");
            server.admin().awaitMetric(1, "paloma_answers_total", "prime");
        }
        String[] files = {"files=udp://127.0.0.1:" + FreePorts.udp(), "--health-check"};
        try (ServerProcess server = ServerProcess.start(folder, files[0])) {
            Ended healthy = ServerProcess.run(folder, files);
            assertThat(healthy.outLines()).singleElement().asString().contains("files at udp://", "answers.");
            assertThat(healthy.exitCode()).isZero();
            server.admin().awaitMetric(1, "paloma_answers_total", "files");
        }
        Ended gone = ServerProcess.run(folder, check);
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.outLines()).singleElement().asString().endsWith("does not answer: nothing listens there.");
        assertThat(gone.errLines()).isEmpty();
    }
}
