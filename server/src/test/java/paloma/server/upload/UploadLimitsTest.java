package paloma.server.upload;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.config.UploadSettings;
import paloma.server.metrics.Refusal;

class UploadLimitsTest {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    Path folder;

    private UploadSettings settings(long file, long total, int senders, long free) {
        return new UploadSettings(folder, null, file, total, senders, free, IDLE_NANOS, false);
    }

    @Test
    void takesAFileOfExactlyTheLimit() throws IOException {
        TestUploads test = new TestUploads(settings(8, 100, 2, 0));
        test.send(1, "1234", "5678", "bye");
        assertThat(test.files()).containsExactly(entry(TestUploads.NAME + "1", "12345678"));
    }

    @Test
    void keepsAsAPartWhatIsOverTheLimitOfOneFile() throws IOException {
        TestUploads test = new TestUploads(settings(8, 100, 2, 0));
        test.send(1, "1234", "5678", "9", "more", "bye");
        assertThat(test.files()).containsExactly(entry(TestUploads.NAME + "1.part", "12345678"));
        assertThat(test.log)
                .containsExactly(
                        "upload from 127.0.0.1:1 is dropped after 8 bytes:"
                                + " a file may have at most 8 bytes (upload-limit)",
                        "upload from 127.0.0.1:1 is incomplete: 8 bytes kept as " + TestUploads.NAME
                                + "1.part: a file may have at most 8 bytes (upload-limit)");
        assertThat(test.refused(Refusal.LIMIT)).isEqualTo(2);
    }

    @Test
    void countsWhatTheFolderHeldAtTheStart() throws IOException {
        Files.writeString(folder.resolve("old"), "0123456789");
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/old"), "0123456789");
        TestUploads test = new TestUploads(settings(100, 25, 2, 0));
        test.send(1, "12345", "6", "bye");
        assertThat(test.file("1.part")).isEqualTo("12345");
        assertThat(test.log).first().asString().contains("the folder is full with 25 of 25 bytes (upload-total)");
        assertThat(test.refused(Refusal.LIMIT)).isEqualTo(1);
    }

    @Test
    void takesMoreWhenFilesWereTakenAway() throws IOException {
        Path old = Files.writeString(folder.resolve("old"), "0123456789");
        TestUploads test = new TestUploads(settings(100, 10, 2, 0));
        test.send(1, "1", "bye");
        assertThat(test.files()).containsOnlyKeys("old");
        Files.delete(old);
        test.pass(10);
        test.send(1, "1", "bye");
        assertThat(test.files()).containsOnlyKeys(TestUploads.NAME + "1");
    }

    @Test
    void countsWhatOtherServersOfTheFolderWriteHalfAMinuteLaterAtMost() throws IOException {
        TestUploads test = new TestUploads(new UploadSettings(folder, null, 100, 25, 2, 0, IDLE_NANOS, true));
        Files.writeString(folder.resolve("of another"), "x".repeat(20));
        test.send(1, "12345678");
        assertThat(test.log).isEmpty();
        test.pass(29);
        test.send(1, "12");
        assertThat(test.log).isEmpty();
        test.pass(2);
        test.send(1, "1");
        assertThat(test.log).first().asString().contains("the folder is full with 30 of 25 bytes (upload-total)");
    }

    @Test
    void turnsAwayMoreSendersThanTheLimit() throws IOException {
        TestUploads test = new TestUploads(settings(100, 100, 2, 0));
        test.send(1, "one");
        test.send(2, "two");
        test.send(3, "three", "three");
        assertThat(test.refused(Refusal.LIMIT)).isEqualTo(2);
        assertThat(test.log)
                .containsExactly("upload from 127.0.0.1:3 is dropped: 2 others are uploading (upload-senders)");
        test.now++;
        test.send(1, "bye");
        test.send(3, "the rest", "bye");
        assertThat(test.files())
                .containsOnlyKeys(TestUploads.NAME + "1", TestUploads.NAME + "2.part", TestUploads.NAME + "3.part");
        test.send(3, "all", "bye");
        assertThat(test.files()).containsEntry(TestUploads.NAME + "3-2", "all");
    }

    @Test
    void keepsTheDiskFree() throws IOException {
        long[] usable = {1_000};
        TestUploads test = new TestUploads(settings(1 << 30, 1 << 30, 2, 500), new Disk() {
            @Override
            public long usableBytes(Path path) {
                return usable[0];
            }
        });
        String mebi = "x".repeat(1 << 20);
        test.send(1, mebi);
        usable[0] = 499;
        test.send(1, mebi, mebi, mebi);
        assertThat(test.log).isEmpty();
        test.send(1, mebi, mebi, "bye");
        assertThat(test.file("1.part")).hasSize(4 << 20);
        assertThat(test.log).first().asString().contains("the disk has 499 bytes free and must keep 500 (upload-free)");
        assertThat(test.refused(Refusal.LIMIT)).isEqualTo(2);
    }

    @Test
    void goesOnWhenTheDiskIsFull() throws IOException {
        assumeThat(Path.of("/dev/full")).as("a device that is always full").exists();
        TestUploads test = new TestUploads(UploadSettings.defaults(folder), new Disk() {
            @Override
            public FileChannel create(Path path) throws IOException {
                return path.toString().endsWith("-1.part")
                        ? FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)
                        : Disk.super.create(path);
            }
        });
        test.send(1, "text");
        test.uploads.flush(test.now);
        test.send(1, "more", "bye");
        test.send(2, "text", "bye");
        assertThat(test.files()).containsExactly(entry(TestUploads.NAME + "2", "text"));
        assertThat(test.refused(Refusal.FAILED)).isEqualTo(1);
        assertThat(test.log)
                .startsWith(
                        "upload from 127.0.0.1:1 is dropped after 0 bytes: No space left on device",
                        "upload from 127.0.0.1:1 is incomplete: nothing kept: No space left on device");
    }

    @Test
    void goesOnWhenTheFolderIsTakenAwayAndComesBack() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        TestUploads test = new TestUploads(UploadSettings.defaults(inner));
        Files.delete(inner);
        test.send(1, "one", "two", "bye");
        assertThat(test.log)
                .containsExactly(
                        "upload from 127.0.0.1:1 is dropped: no file can be created: the upload folder is gone");
        assertThat(test.refused(Refusal.FAILED)).isEqualTo(2);
        Files.createDirectory(inner);
        test.now++;
        test.send(1, "one", "bye");
        assertThat(test.files()).containsOnlyKeys(TestUploads.NAME + "1.part");
        test.send(1, "one", "bye");
        assertThat(test.files()).containsEntry(TestUploads.NAME + "1-2", "one");
    }

    @Test
    void tellsNoMoreThanItsPaceAllows() throws IOException {
        TestUploads test = new TestUploads(UploadSettings.defaults(folder));
        for (int port = 1; port <= 200; port++) {
            test.send(port, "text", "bye");
        }
        assertThat(test.log).hasSize(50);
        test.pass(1);
        assertThat(test.log).hasSize(51).last().asString().isEqualTo("upload: 150 more lines left out");
        assertThat(test.files()).hasSize(200);
    }
}
