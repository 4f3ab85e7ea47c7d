package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.files.TestClient;
import paloma.server.files.TestTransfer;
import paloma.server.files.TestTransfer.Outcome;
import paloma.testkit.ServerProcess;
import paloma.transfer.Chunks;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Reason;

/** Transfers on a server that is told to stop, or killed, and what the next one makes of what they left. */
class FilesStopIT {
    private static final int FILE_CHUNKS = 20;
    private static final double SLOW = 4e6;
    private static final byte[] FILE = new byte[FILE_CHUNKS * Chunks.BYTES];

    @TempDir
    Path folder;

    private Path part;
    private Path whole;

    @BeforeEach
    void names() {
        new Random(1).nextBytes(FILE);
        part = folder.resolve("paloma-data/files/.film.paloma-part");
        whole = folder.resolve("paloma-data/files/film");
    }

    @Test
    void letsTransfersGoOnForTheGraceAndThenTellsThemAndKeepsTheirParts() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "files=udp://:0", "--grace", "1s");
                TestClient client = new TestClient(folder.resolve("client"), server.udp("files"))) {
            client.file("film", FILE);
            TestTransfer put = client.limit(SLOW).put("film");
            awaitPart(client, 5);
            server.admin().awaitMetric(1, "paloma_running_transfers");
            server.terminate();
            server.admin().await("/ready", 503);
            long toldNanos = System.nanoTime();

            Outcome late = client.put("film").await();
            assertThat(late.reason()).isEqualTo(Reason.STOPPED);
            assertThat(late.text()).isEqualTo("the server is stopping; try again later");

            Outcome stopped = put.await();
            assertThat(stopped.reason()).isEqualTo(Reason.STOPPED);
            assertThat(stopped.text()).isEqualTo("the server is stopping; what it has is kept: resume it later");
            assertThat(System.nanoTime() - toldNanos).as("the grace").isGreaterThan(500_000_000);
            assertThat(server.awaitExit()).isZero();
            server.err().next("files: put \"film\", 127.0.0.1:");
        }
        assertThat(part).exists();
        assertThat(whole).doesNotExist();
        long held = goOn();
        assertThat(held).isGreaterThan(3 * Chunks.BLOCKS);
    }

    @Test
    void goesOnWithWhatAKilledServerHadOnItsDisk() throws Exception {
        long sentBefore = killedAfter(6);
        long held = goOn();
        assertThat(held).isGreaterThan(3 * Chunks.BLOCKS);
        long sentTwice = sentBefore - held * Chunks.BLOCK_BYTES;
        assertThat(sentTwice).as("at 4 MB/s the disk is never far behind").isLessThan(5L * Chunks.BYTES);
    }

    @Test
    void repairsAloneWhatHasGoneBadOnTheDisk() throws Exception {
        killedAfter(6);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), Chunks.BYTES + 77);
        }
        goOn();
    }

    /** Kills a server in the midst of a put, and gives how much the client had sent. */
    private long killedAfter(int chunks) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "files=udp://:0");
                TestClient client = new TestClient(folder.resolve("client"), server.udp("files"))) {
            client.file("film", FILE);
            TestTransfer put = client.limit(SLOW).put("film");
            awaitPart(client, chunks);
            server.kill();
            put.stop();
            return put.await().sent().sentBytes();
        }
    }

    private void awaitPart(TestClient client, int chunks) throws IOException {
        while (!Files.exists(part) || Files.size(part) < (long) chunks * Chunks.BYTES) {
            client.awaitMoment();
        }
    }

    /** Puts the file on a new server, and gives how many blocks that had. */
    private long goOn() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "files=udp://:0");
                TestClient client = new TestClient(folder.resolve("client"), server.udp("files"))) {
            Outcome done = client.put("film").await();
            assertThat(done.reason()).as(done.text()).isNull();
            assertThat(Files.readAllBytes(whole)).isEqualTo(FILE);
            assertThat(part).doesNotExist();
            long held =
                    done.grant().held().stream().mapToLong(BlockRange::count).sum();
            // One chunk may have to be repaired; headers are 2 %.
            assertThat(done.sent().sentBytes())
                    .isLessThan(((FILE_CHUNKS + 2) * Chunks.BLOCKS - held) * Chunks.BLOCK_BYTES * 103 / 100);
            return held;
        }
    }
}
