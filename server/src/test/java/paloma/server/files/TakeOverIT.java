package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.server.files.TestServer.random;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.files.TestTransfer.Outcome;
import paloma.transfer.Chunks;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Reason;

/** Two transfers of one file to the server. */
class TakeOverIT {
    private static final byte[] FILE = random(1, 24 * Chunks.BYTES);
    private static final double SLOW = 10e6;

    @TempDir
    Path temporary;

    private TestServer server;
    private TestClient client;
    private TestClient other;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(TestServer.settings(temporary.resolve("server")));
        client = new TestClient(temporary.resolve("client"), server.address());
        other = new TestClient(temporary.resolve("client"), server.address()).from("127.0.0.9");
        client.file("film", FILE);
    }

    @AfterEach
    void stop() {
        client.close();
        other.close();
        server.close();
    }

    @Test
    void theLaterOneOfTheSameAddressTakesThePlaceAndGoesOn() throws Exception {
        TestTransfer first = client.limit(SLOW).put("film");
        first.awaitGrant();
        awaitBytes(4L * Chunks.BYTES);
        Outcome second = client.limit(Double.MAX_VALUE).put("film").await();
        assertThat(second.reason()).as(second.text()).isNull();
        assertThat(first.await().reason()).isEqualTo(Reason.TAKEN_OVER);
        assertThat(first.await().text()).isEqualTo("a later transfer of the same file has taken the place of this one");
        long held = second.grant().held().stream().mapToLong(BlockRange::count).sum();
        assertThat(held).isPositive();
        assertThat(sentOnce(second)).isLessThan(FILE.length - (held - Chunks.BLOCKS) * Chunks.BLOCK_BYTES);
        assertThat(Files.readAllBytes(temporary.resolve("server/film"))).isEqualTo(FILE);
    }

    @Test
    void anotherAddressIsToldThatTheFileIsBusy() throws Exception {
        TestTransfer first = client.limit(SLOW).put("film");
        first.awaitGrant();
        Outcome second = other.put("film").await();
        assertThat(second.reason()).isEqualTo(Reason.BUSY);
        assertThat(second.text()).isEqualTo("film is being sent by another transfer");
        assertThat(first.await().reason()).isNull();
    }

    @Test
    void anotherAddressTakesOverFromOneThatIsSilent() throws Exception {
        TestTransfer first = client.put("film");
        first.awaitGrant();
        first.fallSilent();
        long silentNanos = System.nanoTime();
        Outcome second = other.put("film").await();
        while (second.reason() == Reason.BUSY) {
            other.awaitMoment();
            second = other.put("film").await();
        }
        assertThat(second.reason()).as(second.text()).isNull();
        assertThat(System.nanoTime() - silentNanos).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(2_900));
        assertThat(Files.readAllBytes(temporary.resolve("server/film"))).isEqualTo(FILE);
        server.awaitReading(1, "paloma_transfers", "outcome=taken-over");
    }

    @Test
    void aFileThatIsThereMayBeReplacedAtOnceAlthoughItsSenderSaysNoGoodbye() throws Exception {
        client.file("small", random(3, 10));
        assertThat(client.put("small").await().reason()).isNull();
        client.file("small", random(4, 10));
        Outcome second = other.force().put("small").await();
        assertThat(second.reason()).as(second.text()).isNull();
        assertThat(Files.readAllBytes(temporary.resolve("server/small"))).isEqualTo(random(4, 10));
    }

    /** Bytes of the file, each once: what was lost on the way and repaired has nothing to do with the take-over. */
    private static long sentOnce(Outcome outcome) {
        long withoutHeaders = outcome.sent().sentBytes() * 97 / 100; // headers are a little more than 2 %
        return withoutHeaders - outcome.sent().resentBytes();
    }

    private void awaitBytes(long bytes) {
        while (server.reading("paloma_transfer_bytes") < bytes) {
            client.awaitMoment();
        }
    }
}
