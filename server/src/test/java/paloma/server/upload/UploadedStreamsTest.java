package paloma.server.upload;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.config.UploadSettings;
import paloma.server.metrics.Refusal;
import paloma.server.upload.TestUploads.TestStream;

/** Uploads by streams: each is one file or a part, and is told which. */
class UploadedStreamsTest {
    private static final String PART = TestUploads.NAME + "1.part";

    @TempDir
    Path folder;

    private TestUploads test;

    @BeforeEach
    void open() throws IOException {
        test = new TestUploads(settings(100, 1_000, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bye", "bye\n", "bye\r\n", "a\nbye\nb\n", "a\nbye", "bye\na", "byebye", "\n", "\0"})
    void takesAByeForContentHoweverItIsCut(String content) throws IOException {
        assertThat(test.stream(1).send(content).ends().told()).isEqualTo("stored");
        assertThat(test.stream(2).send(content.split("")).ends().told()).isEqualTo("stored");
        assertThat(test.files())
                .containsOnly(entry(TestUploads.NAME + "1", content), entry(TestUploads.NAME + "2", content));
        assertThat(test.uploads.open()).isZero();
    }

    @Test
    void tellsNothingBeforeTheFileHasItsName() throws IOException {
        TestStream stream = test.stream(1).send("text");
        assertThat(stream.told()).isNull();
        assertThat(test.files()).containsOnlyKeys(PART);
        stream.ends();
        assertThat(stream.told()).isEqualTo("stored");
        assertThat(test.files()).containsOnlyKeys(TestUploads.NAME + "1");
    }

    @Test
    void keepsAStreamThatBreaksOffAsAPart() throws IOException {
        TestStream stream = test.stream(1).send("half");
        stream.breaksOff("the connection broke");
        assertThat(stream.told()).isEqualTo("4 bytes kept as " + PART + ": the connection broke");
        assertThat(test.files()).containsExactly(entry(PART, "half"));
        assertThat(test.counts.parked.sum()).isEqualTo(1);
    }

    @Test
    void keepsExactlyTheLimitOfAFileWhateverThePieces() throws IOException {
        TestStream stream = test.stream(1).send("x".repeat(60), "y".repeat(60));
        assertThat(stream.told())
                .isEqualTo("100 bytes kept as " + PART + ": a file may have at most 100 bytes (upload-limit)");
        stream.send("more", "and more").ends();
        assertThat(test.files()).containsExactly(entry(PART, "x".repeat(60) + "y".repeat(40)));
        assertThat(test.refused(Refusal.LIMIT)).isEqualTo(1);
        assertThat(test.stream(2).send("z".repeat(100)).ends().told()).isEqualTo("stored");
    }

    @Test
    void saysThatTheFolderIsFull() throws IOException {
        test = new TestUploads(settings(100, 150, 2));
        test.stream(1).send("x".repeat(100)).ends();
        TestStream second = test.stream(2).send("y".repeat(40), "y".repeat(40));
        assertThat(second.told())
                .isEqualTo("40 bytes kept as " + TestUploads.NAME
                        + "2.part: the folder is full with 140 of 150 bytes (upload-total)");
    }

    @Test
    void saysOnceThatTooManyAreUploading() throws IOException {
        test.stream(1).send("a");
        test.stream(2).send("b");
        TestStream third = test.stream(3).send("c", "d", "e");
        assertThat(third.told()).isEqualTo("nothing kept: 2 others are uploading (upload-senders)");
        third.ends();
        assertThat(test.refused(Refusal.LIMIT)).isEqualTo(1);
        assertThat(test.files()).hasSize(2);
    }

    @Test
    void saysWhatADiskThatIsFullHasKept() throws IOException {
        FullDisk disk = new FullDisk();
        test = new TestUploads(settings(100, 1_000, 2), disk);
        TestStream stream = test.stream(1).send("text");
        test.uploads.flush(test.now);
        disk.isFull = true;
        stream.send("more").ends();
        assertThat(stream.told()).isEqualTo("4 bytes kept as " + PART + ": No space left on device");
        assertThat(test.files()).containsExactly(entry(PART, "text"));
        assertThat(test.counts.files.sum()).isZero();
        assertThat(test.uploads.open()).isZero();
    }

    @Test
    void countsAnUploadOfWhichNothingIsKeptAsNoPart() throws IOException {
        FullDisk disk = new FullDisk();
        disk.isFull = true;
        test = new TestUploads(settings(100, 1_000, 2), disk);
        assertThat(test.stream(1).send("text").ends().told()).isEqualTo("nothing kept: No space left on device");
        test.stream(2).send("text").ends();
        disk.isFull = false;
        test.stream(3).send("half").breaksOff("a test");
        assertThat(test.files()).hasSize(1);
        assertThat(test.counts).hasToString("0 files complete, 1 kept as a part, 2 left nothing");
    }

    @Test
    void saysThatTheServerStops() throws IOException {
        TestStream stream = test.stream(1).send("text");
        test.uploads.close(test.now);
        assertThat(stream.told())
                .isEqualTo("4 bytes kept as " + PART + ": the server stopped before the end of the stream");
    }

    /** Its connection knows whether a stream is idle, or held up by ourselves. */
    @Test
    void leavesTheIdlenessOfAStreamToItsConnection() throws IOException {
        TestStream stream = test.stream(1).send("text");
        test.pass(1_000);
        assertThat(stream.send(" and more").ends().told()).isEqualTo("stored");
    }

    @Test
    void doubtsNoStreamForWhatHappensToDatagrams() throws IOException {
        for (int port = 1; port <= Doubts.MAX_SENDERS + 1; port++) {
            test.doubts.lost(test.sender(port), test.now, "a flood");
        }
        TestStream stream = test.stream(1).send("text");
        test.kernelDrops = 7;
        assertThat(stream.ends().told()).isEqualTo("stored");
    }

    private UploadSettings settings(long file, long total, int senders) {
        return new UploadSettings(folder, null, file, total, senders, 0, TimeUnit.SECONDS.toNanos(30), false);
    }

    /** Takes nothing while it is full. */
    private static final class FullDisk implements Disk {
        private boolean isFull;

        @Override
        public FileChannel create(Path path) throws IOException {
            return new WritesUntilFull(Disk.super.create(path), () -> isFull);
        }
    }
}
