package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.ServerProcess;
import paloma.testkit.UdpPeer;

/** How a server ends that is told to. */
class StopIT {
    @TempDir
    Path folder;

    @Test
    void answersDuringTheGraceAndParksUploadsWhenTermComes() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "echo=udp://:0", "upload=udp://:0", "--grace", "1s");
                UdpPeer echo = new UdpPeer(server.udp("echo"));
                UdpPeer upload = new UdpPeer(server.udp("upload"))) {
            upload.send("half a file".getBytes(StandardCharsets.US_ASCII));
            server.admin().awaitMetric(1, "paloma_open_uploads");

            long toldNanos = System.nanoTime();
            server.terminate();
            server.admin().await("/ready", 503);
            assertThat(echo.ask("still here")).isEqualTo("still here");
            assertThat(server.admin().statusOf("/live")).isEqualTo(200);

            assertThat(server.awaitExit()).isZero();
            assertThat(System.nanoTime() - toldNanos).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
            assertThat(server.err().next("is incomplete"))
                    .contains("11 bytes kept as", ".part: the server stopped before its bye");
            server.err().next("0 files complete, 1 kept as a part");
            server.err().next("stopped after 2 requests and 1 answer");
            assertThat(uploads()).singleElement().satisfies(part -> {
                assertThat(part.toString()).endsWith(".part");
                assertThat(part).hasContent("half a file");
            });
        }
    }

    @Test
    void endsWithoutTheGraceWhenIntComes() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "echo=udp://:0", "--grace", "1h")) {
            server.signal("INT");
            assertThat(server.awaitExit()).isZero();
            server.err().next("stopped after 0 requests");
        }
    }

    @Test
    void doesNotWaitForTheGraceWhenTermComesTwice() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "echo=udp://:0", "--grace", "1h")) {
            server.terminate();
            server.admin().await("/ready", 503);
            assertThat(server.isAlive()).isTrue();
            server.terminate();
            assertThat(server.awaitExit()).isEqualTo(128 + 15);
        }
    }

    private List<Path> uploads() throws IOException {
        try (var files = Files.list(folder.resolve("paloma-data/upload"))) {
            return files.toList();
        }
    }
}
