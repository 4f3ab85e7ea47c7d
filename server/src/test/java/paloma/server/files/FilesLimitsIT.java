package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.server.files.TestServer.random;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.files.TestTransfer.Outcome;
import paloma.transfer.Chunks;
import paloma.transfer.disk.Limits;
import paloma.transfer.wire.Reason;

/** What the server refuses, as the client hears it. */
class FilesLimitsIT {
    private static final byte[] FILE = random(1, Chunks.BYTES + 5);
    private static final byte[] LARGE = random(2, 20 * Chunks.BYTES);
    private static final byte[] TOKEN = "sesame".getBytes(StandardCharsets.US_ASCII);
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    @TempDir
    Path temporary;

    private TestServer server;
    private TestClient client;
    private Path folder;

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void keepsWhatIsThereUnlessForced() throws Exception {
        start(4, 4, Limits.NONE, MINUTE_NANOS);
        Files.write(folder.resolve("film"), new byte[] {1});
        client.file("film", FILE);
        assertRefused(client.put("film"), Reason.EXISTS, "film exists already; --force replaces it");
        assertThat(Files.readAllBytes(folder.resolve("film"))).isEqualTo(new byte[] {1});
        assertDone(client.force().put("film"));
        assertThat(Files.readAllBytes(folder.resolve("film"))).isEqualTo(FILE);
    }

    @Test
    void tellsAQuotaAFullDiskAndALargeFile() throws Exception {
        start(4, 4, new Limits(FILE.length, FILE.length + 9, 0), MINUTE_NANOS);
        client.file("large", LARGE);
        client.file("one", FILE);
        client.file("two", new byte[10]);
        assertRefused(
                client.put("large"),
                Reason.TOO_LARGE,
                LARGE.length + " bytes are more than the " + FILE.length + " that this server accepts for one file");
        assertDone(client.put("one"));
        assertRefused(
                client.put("two"),
                Reason.QUOTA,
                "two needs 10 bytes, and the shared folder holds " + FILE.length + " of " + (FILE.length + 9));
        stop();
        start(4, 4, new Limits(Long.MAX_VALUE, Long.MAX_VALUE, 1L << 60), MINUTE_NANOS);
        assertRefused(
                client.put("two"),
                Reason.DISK_FULL,
                "two needs 10 bytes, and the disk has room for 0 besides the 1152921504606846976 that stay free");
    }

    @Test
    void tellsNamesThatItDoesNotTake() throws Exception {
        start(4, 4, Limits.NONE, MINUTE_NANOS);
        client.file("one", FILE);
        paloma.transfer.disk.OutgoingFile file = paloma.transfer.disk.OutgoingFile.open(client.folder.resolve("one"));
        assertRefused(client.put(file, "../one"), Reason.NAME, "\"../one\" has the part ..; names lead down only");
        assertRefused(
                client.get("/etc/passwd"),
                Reason.NAME,
                "\"/etc/passwd\" is an absolute name; give one relative" + " to the shared folder");
        server.awaitReading(2, "paloma_transfer_refused_names");
        server.awaitReading(1, "paloma_transfers", "kind=put", "outcome=name");
        server.awaitReading(1, "paloma_transfers", "kind=get", "outcome=name");
        server.awaitReading(0, "paloma_running_transfers");
    }

    @Test
    void tellsWhatIsWrongWithTheToken() throws Exception {
        folder = temporary.resolve("server");
        server = TestServer.start(TestServer.settings(folder, TOKEN, 4, 4));
        client = new TestClient(temporary.resolve("client"), server.address());
        client.file("one", FILE);
        assertRefused(
                client.put("one"),
                Reason.TOKEN,
                "The server wants a token: give the file that holds it with" + " --token-file.");
        assertRefused(client.token(new byte[] {1}).put("one"), Reason.TOKEN, "the token is wrong for this server");
        assertThat(folder).isEmptyDirectory();
        server.awaitReading(1, "paloma_transfer_bad_tokens");
        assertDone(client.token(TOKEN).put("one"));
    }

    @Test
    void takesOtherTokensWhileItRuns() throws Exception {
        folder = temporary.resolve("server");
        server = TestServer.start(TestServer.settings(folder, TOKEN, 4, 4));
        client = new TestClient(temporary.resolve("client"), server.address());
        client.file("one", FILE);
        byte[] next = "open sesame".getBytes(StandardCharsets.US_ASCII);
        assertRefused(client.token(next).put("one"), Reason.TOKEN, "the token is wrong for this server");
        server.service.reload(TestServer.settings(folder, next, 4, 4));
        assertDone(client.token(next).put("one"));
        assertRefused(client.token(TOKEN).put("one"), Reason.TOKEN, "the token is wrong for this server");
    }

    @Test
    void takesSoManyTransfersAtOnceAndOthersWhenTheseEnd() throws Exception {
        start(2, 2, Limits.NONE, MINUTE_NANOS);
        client.file("one", LARGE);
        client.file("two", LARGE);
        client.file("three", FILE);
        TestTransfer one = client.put("one");
        TestTransfer two = client.from("127.0.0.9").put("two");
        one.awaitGrant();
        two.awaitGrant();
        assertRefused(
                client.put("three"),
                Reason.BUSY,
                "the server runs as many transfers as it may, 2; try again" + " later");
        assertDone(one);
        assertDone(two);
        server.awaitReading(0, "paloma_running_transfers");
        assertDone(client.put("three"));
        assertRefused(client.get("none"), Reason.NOT_FOUND, "none is not there");
        assertRefused(client.get("none"), Reason.NOT_FOUND, "none is not there");
        assertDone(client.get("three"));
    }

    @Test
    void takesSoManyTransfersOfOneSourceAndThoseOfAnother() throws Exception {
        start(8, 1, Limits.NONE, MINUTE_NANOS);
        client.file("one", LARGE);
        client.file("two", FILE);
        TestTransfer one = client.put("one");
        one.awaitGrant();
        assertRefused(
                client.put("two"),
                Reason.BUSY,
                "your address runs as many transfers as it may, 1; wait for" + " one to end");
        assertDone(client.from("127.0.0.9").put("two"));
        assertDone(one);
    }

    @Test
    void givesTheSlotOfASilentClientToAnother() throws Exception {
        start(1, 1, Limits.NONE, TimeUnit.SECONDS.toNanos(1));
        client.file("one", LARGE);
        client.file("two", FILE);
        TestTransfer one = client.put("one");
        one.awaitGrant();
        one.fallSilent();
        for (Outcome two = client.put("two").await();
                two.reason() != null;
                two = client.put("two").await()) {
            assertThat(two.reason()).isEqualTo(Reason.BUSY);
            client.awaitMoment();
        }
        server.awaitReading(1, "paloma_transfers", "kind=put", "outcome=stopped");
        server.awaitReading(0, "paloma_running_transfers");
        assertDone(client.put("one"));
        assertThat(Files.readAllBytes(folder.resolve("one"))).isEqualTo(LARGE);
    }

    private void start(int transfers, int perSource, Limits limits, long idleNanos) throws Exception {
        folder = temporary.resolve("server");
        server = TestServer.start(TestServer.settings(folder, null, transfers, perSource, limits, idleNanos));
        client = new TestClient(temporary.resolve("client"), server.address());
    }

    private static void assertRefused(TestTransfer transfer, Reason reason, String sentence) throws Exception {
        Outcome outcome = transfer.await();
        assertThat(outcome.reason()).as(outcome.text()).isEqualTo(reason);
        assertThat(outcome.text()).isEqualTo(sentence);
    }

    private static void assertDone(TestTransfer transfer) throws Exception {
        Outcome outcome = transfer.await();
        assertThat(outcome.reason()).as(outcome.text()).isNull();
    }
}
