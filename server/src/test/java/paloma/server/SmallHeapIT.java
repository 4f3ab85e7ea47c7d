package paloma.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.files.TestClient;
import paloma.server.files.TestTransfer;
import paloma.server.files.TestTransfer.Outcome;
import paloma.testkit.ServerProcess;
import paloma.transfer.wire.Reason;

/** A server with little memory, and clients that would use all of it. */
class SmallHeapIT {
    private static final int NAMES = 500_000;
    private static final long TEBIBYTE = 1L << 40;

    @TempDir
    Path folder;

    /** The hashes of each would take 32 MiB. */
    @Test
    void refusesEightHugeFilesThatItHasAlready() throws Exception {
        Path files = Files.createDirectories(folder.resolve("paloma-data/files"));
        try (ServerProcess server = ServerProcess.startWithHeap(128, folder, "files=udp://127.0.0.1:0");
                TestClient client = new TestClient(folder.resolve("client"), server.udp("files"))) {
            sparse(files.resolve("huge"));
            sparse(client.folder.resolve("huge"));
            List<TestTransfer> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(client.put("huge"));
            }
            for (TestTransfer one : all) {
                assertThat(answer(one, client).reason()).isIn(Reason.TOO_LARGE, Reason.BUSY);
            }
            assertThat(client.get("huge").await().reason()).isEqualTo(Reason.TOO_LARGE);
            assertLives(server);
        }
    }

    /** A server that has just started may not answer in time; then a client begins anew, under another number. */
    private static Outcome answer(TestTransfer first, TestClient client) throws Exception {
        Outcome outcome = first.await();
        return outcome.reason() == Reason.UNKNOWN_TRANSFER ? client.put("huge").await() : outcome;
    }

    @Test
    @Tag("soak")
    void listsTheFirstOfHalfAMillionNames() throws Exception {
        Path files = Files.createDirectories(folder.resolve("paloma-data/files"));
        for (int i = 0; i < NAMES; i++) {
            Files.createFile(files.resolve(String.format("name%06d", i)));
        }
        try (ServerProcess server = ServerProcess.startWithHeap(64, folder, "files=udp://127.0.0.1:0");
                TestClient client = new TestClient(folder.resolve("client"), server.udp("files"))) {
            for (int i = 0; i < 3; i++) {
                Outcome outcome = client.list("").await();
                assertThat(outcome.reason()).as(outcome.text()).isNull();
                assertIsTheBeginning(Files.readAllLines(client.folder.resolve("list"), UTF_8));
            }
            assertLives(server);
        }
    }

    private static void assertIsTheBeginning(List<String> lines) {
        assertThat(lines)
                .hasSizeGreaterThan(10_000)
                .hasSizeLessThan(NAMES)
                .last()
                .isEqualTo("# cut");
        for (int i = 0; i < lines.size() - 1; i++) {
            assertThat(lines.get(i)).endsWith(String.format(" name%06d", i));
        }
    }

    private static void assertLives(ServerProcess server) throws IOException {
        server.admin().awaitMetric(0, "paloma_running_transfers");
        assertThat(server.admin().statusOf("/live")).isEqualTo(200);
        assertThat(server.admin().metric("paloma_refusals_total", "reason=\"failed\""))
                .isZero();
    }

    private static void sparse(Path file) throws IOException {
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(TEBIBYTE);
        }
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
    }
}
