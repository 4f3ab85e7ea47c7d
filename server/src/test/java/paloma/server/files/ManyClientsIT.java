package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.server.files.TestServer.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.files.TestTransfer.Outcome;

/** A hundred clients that start at the same moment, each with a socket of its own: none is forgotten. */
@Tag("soak")
class ManyClientsIT {
    private static final int CLIENTS = 100;
    private static final int FILE_BYTES = 2_000_000;
    private static final double FAIR = 0.9;

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

    @Test
    void putTheirFilesAtOnce() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            client.file("film" + i, random(i, FILE_BYTES));
        }
        List<TestTransfer> all = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            all.add(source(i).readyToPut("film" + i));
        }
        startAtOnce(all);
        assertAllFair(all);
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(Files.readAllBytes(folder.resolve("film" + i))).isEqualTo(random(i, FILE_BYTES));
        }
    }

    @Test
    void getTheirFilesAtOnce() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            Files.write(folder.resolve("film" + i), random(i, FILE_BYTES));
        }
        List<TestTransfer> all = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            all.add(source(i).readyToGet("film" + i));
        }
        startAtOnce(all);
        assertAllFair(all);
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(Files.readAllBytes(client.folder.resolve("film" + i))).isEqualTo(random(i, FILE_BYTES));
        }
    }

    /** Whoever came sooner would have had the server to himself, by a clock of his own. */
    /** No source may have all of the server's transfers. */
    private TestClient source(int i) throws IOException {
        return client.from(i % 2 == 0 ? "127.0.0.8" : "127.0.0.9");
    }

    private static void startAtOnce(List<TestTransfer> all) {
        long now = System.nanoTime();
        all.forEach(transfer -> transfer.startAt(now));
    }

    /** Jain's index (1984): 1 where all have the same, 1/n where one has all. */
    private void assertAllFair(List<TestTransfer> all) throws Exception {
        double sum = 0;
        double squares = 0;
        for (TestTransfer transfer : all) {
            Outcome outcome = transfer.await();
            assertThat(outcome.reason()).as(outcome.text()).isNull();
            double goodput = (double) FILE_BYTES / outcome.nanos();
            sum += goodput;
            squares += goodput * goodput;
        }
        double fairness = sum * sum / (all.size() * squares);
        System.out.printf("Jain's index of %d clients: %.3f%n", all.size(), fairness);
        assertThat(fairness).as("Jain's index").isGreaterThanOrEqualTo(FAIR);
        server.awaitReading(0, "paloma_running_transfers");
        server.awaitReading(all.size(), "paloma_transfers", "outcome=done");
    }
}
