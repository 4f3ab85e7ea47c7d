package paloma.server.upload;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.KernelDrops;
import paloma.server.config.UploadSettings;

class UploadDoubtsTest {
    @TempDir
    Path folder;

    private TestUploads test;

    @BeforeEach
    void open() throws IOException {
        test = new TestUploads(UploadSettings.defaults(folder));
    }

    @Test
    void keepsAsAPartWhatTheKernelDroppedFrom() throws IOException {
        test.send(1, "text");
        test.kernelDrops += 12;
        test.send(1, " more", "bye");
        assertThat(test.files()).containsExactly(entry(TestUploads.NAME + "1.part", "text more"));
        assertThat(test.log).hasSize(1).first().asString().contains("the kernel dropped 12 datagrams");
        assertThat(test.counts.files.sum()).isZero();
    }

    @Test
    void keepsAsAPartWhatTheKernelMayHaveDroppedFrom() throws IOException {
        test.send(1, "text");
        test.kernelDrops = KernelDrops.UNKNOWN;
        test.send(1, "bye");
        assertThat(test.files()).containsExactly(entry(TestUploads.NAME + "1.part", "text"));
        assertThat(test.log).hasSize(1).first().asString().contains("could not be read");
    }

    @Test
    void countsDropsFromBeforeTheFirstDatagramWasHandled() throws IOException {
        test.pass(10);
        test.kernelDrops += 5; // the burst overflows while the disk is busy with others
        test.pass(0);
        test.send(1, "the first that came through", "bye");
        assertThat(test.files()).containsOnlyKeys(TestUploads.NAME + "1.part");
    }

    @Test
    void doesNotHoldOldDropsAgainstANewUpload() throws IOException {
        test.kernelDrops = 1_000;
        test.pass(10);
        test.pass(10);
        test.send(1, "text", "bye");
        assertThat(test.files()).containsOnlyKeys(TestUploads.NAME + "1");
    }

    @Test
    void keepsAsAPartWhatIsNotWhole() throws IOException {
        test.send(1, "text");
        test.send(2, "text");
        test.doubts.lost(test.sender(1), test.now, "dropped");
        test.now++;
        test.send(1, "bye");
        test.send(2, "bye");
        assertThat(test.files()).containsOnlyKeys(TestUploads.NAME + "1.part", TestUploads.NAME + "2");
        test.send(1, "again", "bye");
        assertThat(test.files()).containsEntry(TestUploads.NAME + "1-2", "again");
    }

    @Test
    void doubtsWhatWasLostBeforeTheFirstDatagram() throws IOException {
        test.doubts.lost(test.sender(1), test.now, "dropped");
        test.now++;
        test.send(1, "rest", "bye");
        assertThat(test.files()).containsOnlyKeys(TestUploads.NAME + "1.part");
    }

    @Test
    void holdsALossAfterTheByeAgainstTheNextFile() throws IOException {
        test.send(1, "first");
        test.doubts.lost(test.sender(1), test.now + 1, "dropped"); // of the second, while the first is queued
        test.send(1, "bye");
        test.now += 2;
        test.send(1, "second", "bye");
        assertThat(test.files()).containsOnlyKeys(TestUploads.NAME + "1.part", TestUploads.NAME + "1-2.part");
    }

    @Test
    void doubtsEveryoneWhenTooManyAreInDoubt() throws IOException {
        test.send(1, "text");
        for (int port = 10_000; port <= 10_000 + Doubts.MAX_SENDERS; port++) {
            test.doubts.lost(test.sender(port), test.now, "dropped");
        }
        test.send(1, "bye");
        test.send(2, "text", "bye");
        assertThat(test.files()).containsOnlyKeys(TestUploads.NAME + "1.part", TestUploads.NAME + "2.part");
        test.pass(121);
        test.send(3, "text", "bye");
        assertThat(test.files()).containsKey(TestUploads.NAME + "3");
    }

    @Test
    void doubtsOnlyNewcomersWhenTooManyWereTurnedAway() throws IOException {
        test.send(1, "text");
        test.now++;
        for (int port = 10_000; port <= 10_000 + Doubts.MAX_SENDERS; port++) {
            test.doubts.lostBeforeBegin(test.sender(port), test.now, "turned away");
        }
        test.send(1, "bye");
        test.send(2, "text", "bye");
        assertThat(test.files()).containsOnlyKeys(TestUploads.NAME + "1", TestUploads.NAME + "2.part");
    }
}
