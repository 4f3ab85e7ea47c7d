package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.server.files.TestServer.random;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.files.TestTransfer.Outcome;
import paloma.transfer.Chunks;
import paloma.transfer.disk.Listing;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Reason;

/** Files that go to the server and come from it, over real sockets. */
class FilesIT {
    private static final int USUAL_BYTES = 3 * Chunks.BYTES + 4_321;

    @TempDir
    Path temporary;

    private TestServer server;
    private TestClient client;
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        folder = temporary.resolve("server");
        server = TestServer.start(TestServer.settings(folder));
        client = new TestClient(temporary.resolve("client"), server.address());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Chunks.BYTES - 1, Chunks.BYTES, Chunks.BYTES + 1, USUAL_BYTES})
    void takesAFileOfAnySizeWithItsTime(int bytes) throws Exception {
        Path file = client.file("film/one.mp4", random(bytes, bytes));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        assertThat(client.put("film/one.mp4").await().reason()).isNull();
        assertThat(Files.mismatch(folder.resolve("film/one.mp4"), file)).isEqualTo(-1);
        assertThat(Files.getLastModifiedTime(folder.resolve("film/one.mp4")))
                .isEqualTo(Files.getLastModifiedTime(file));
        server.awaitReading(0, "paloma_running_transfers");
        server.awaitReading(1, "paloma_transfers", "kind=put", "outcome=done");
        assertThat(server.reading("paloma_transfer_bytes", "kind=put")).isGreaterThanOrEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Chunks.BYTES, USUAL_BYTES})
    void givesAFileOfAnySize(int bytes) throws Exception {
        Files.write(folder.resolve("two words"), random(bytes, bytes));
        assertThat(client.get("two words").await().reason()).isNull();
        assertThat(Files.mismatch(client.folder.resolve("two words"), folder.resolve("two words")))
                .isEqualTo(-1);
    }

    @Test
    void servesSomeClientsAtOnce() throws Exception {
        List<TestTransfer> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Files.write(folder.resolve("there" + i), random(i, USUAL_BYTES));
            all.add(client.get("there" + i));
            client.file("here" + i, random(-i, USUAL_BYTES));
            all.add(client.put("here" + i));
        }
        for (TestTransfer transfer : all) {
            assertThat(transfer.await().reason()).isNull();
        }
        for (int i = 0; i < 6; i++) {
            assertThat(client.folder.resolve("there" + i)).hasBinaryContent(random(i, USUAL_BYTES));
            assertThat(folder.resolve("here" + i)).hasBinaryContent(random(-i, USUAL_BYTES));
        }
    }

    @Test
    void listsAFolderOrAllThatIsBelow() throws Exception {
        Files.createDirectories(folder.resolve("a/b"));
        Files.write(folder.resolve("a/b/deep"), new byte[5]);
        Files.write(folder.resolve("a/flat"), new byte[6]);
        assertThat(names(client, "a")).containsExactly("a/b", "a/flat");
        assertThat(names(client.recursive(), "")).containsExactly("a", "a/b", "a/b/deep", "a/flat");
    }

    private static List<String> names(TestClient client, String folder) throws Exception {
        Outcome outcome = client.list(folder).await();
        assertThat(outcome.reason()).as(outcome.text()).isNull();
        List<String> names = new ArrayList<>();
        try (InputStream text = Files.newInputStream(client.folder.resolve("list"))) {
            Listing.read(text, entry -> names.add(entry.name().text()), leftOut -> {});
        }
        return names;
    }

    @Test
    void sendsOnlyHashesOfWhatTheClientHas() throws Exception {
        Files.write(folder.resolve("film"), random(1, 20 * Chunks.BYTES));
        Outcome outcome =
                client.get("film", List.of(new BlockRange(0, Chunks.BLOCKS))).await();
        assertThat(outcome.reason()).isNull();
    }

    @Test
    void tellsInWordsWhatIsNotThere() throws Exception {
        Outcome outcome = client.get("none").await();
        assertThat(outcome.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(outcome.text()).isEqualTo("none is not there");
    }
}
