package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.server.files.TestServer.random;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.files.TestTransfer.Outcome;
import paloma.transfer.Chunks;

/** Two servers of one folder, and a client that goes from one to the other without a word. */
class OtherServerIT {
    private static final byte[] FILE = random(1, 24 * Chunks.BYTES);

    @TempDir
    Path temporary;

    private TestServer first;
    private TestServer second;
    private TestClient client;
    private TestClient moved;

    @BeforeEach
    void start() throws Exception {
        Path folder = temporary.resolve("server");
        first = TestServer.start(TestServer.settings(folder));
        second = TestServer.start(TestServer.settings(folder));
        client = new TestClient(temporary.resolve("client"), first.address());
        moved = new TestClient(temporary.resolve("client"), second.address());
        client.file("film", FILE);
    }

    @AfterEach
    void stop() {
        client.close();
        moved.close();
        first.close();
        second.close();
    }

    @Test
    void getTheFileFromEachOtherWithoutARefusal() throws Exception {
        TestTransfer before = client.put("film");
        before.awaitGrant();
        before.fallSilent();
        Outcome after = moved.put("film").await();
        assertThat(after.reason()).as(after.text()).isNull();
        assertThat(temporary.resolve("server/film")).hasBinaryContent(FILE);
    }
}
