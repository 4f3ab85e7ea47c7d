package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.testkit.Ended;
import paloma.transfer.Sha256;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.FileFacts;

/** What is here of files that may come. */
class LocalCopiesTest extends OpenRoot {
    private static final byte[] CONTENT = TestFiles.random(3, 777);

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.write(Files.createDirectories(folder.resolve("base/sub")).resolve("file"), CONTENT);
    }

    @Test
    void tellsTheHashOfWhatMayBeEqual() throws Exception {
        LocalCopy copy = copy("sub/file", CONTENT.length, false);

        assertThat(copy.refusal()).isNull();
        assertThat(copy.sha256()).isEqualTo(Sha256.of(CONTENT, CONTENT.length));
        assertThat(copy.facts().size()).isEqualTo(CONTENT.length);
    }

    @Test
    void comparesTheFacts() throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(1_000_000_000_123_456_789L, TimeUnit.NANOSECONDS));
        LocalCopy copy = copy("sub/file", CONTENT.length, false);
        int mode = copy.facts().mode();

        assertThat(copy.hasFacts(facts(mode, 1_000_000_000_123_456_789L))).isTrue();
        assertThat(copy.hasFacts(facts(mode, 1_000_000_000_123_456_788L))).isFalse();
        assumeThat(mode).isNotEqualTo(FileFacts.NO_MODE);
        assertThat(copy.hasFacts(facts(mode ^ 0100, 1_000_000_000_123_456_789L)))
                .isFalse();
        assertThat(copy.hasFacts(facts(FileFacts.NO_MODE, 1_000_000_000_123_456_789L)))
                .isTrue();
        assertThat(LocalCopy.NONE.hasFacts(facts(mode, 0))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"sub/none", "none/none", "none"})
    void whereNothingIsAFileMayCome(String name) throws Exception {
        assertThat(copy(name, 5, false)).isEqualTo(LocalCopy.NONE);
    }

    @Test
    void anotherFileIsReplacedOnlyIfThatIsMeant() throws Exception {
        assertThat(copy("sub/file", 5, false).refusal()).isEqualTo(Verdict.EXISTS);
        assertThat(copy("sub/file", 5, true)).isEqualTo(LocalCopy.NONE);
    }

    @Test
    void aLinkIsNotRead() throws Exception {
        Files.createSymbolicLink(folder.resolve("base/link"), Path.of("sub/file"));

        assertThat(copy("link", CONTENT.length, false).refusal()).isEqualTo(Verdict.EXISTS);
        assertThat(copy("link", CONTENT.length, true)).isEqualTo(LocalCopy.NONE);
    }

    @Test
    void noWayRunsThroughALinkOrAFile() throws Exception {
        Files.createSymbolicLink(folder.resolve("base/link"), Path.of("sub"));

        assertThat(copy("link/file", CONTENT.length, true).refusal()).isEqualTo(Verdict.KIND);
        assertThat(copy("sub/file/x", 5, true).refusal()).isEqualTo(Verdict.KIND);
    }

    @Test
    void norMayTheWayToTheBase() throws Exception {
        Files.createSymbolicLink(folder.resolve("other"), Path.of("base"));
        List<LocalCopy.Question> question = List.of(new LocalCopy.Question("sub/file", CONTENT.length));

        assertThatThrownBy(() -> root.copies("other", question, false))
                .isInstanceOf(RefusedException.class)
                .hasMessage("other leads through a link, and nothing is written through one");
    }

    @Test
    void noFolderIsReplacedAndNothingSpecial() throws Exception {
        assertThat(copy("sub", 5, true).refusal()).isEqualTo(Verdict.KIND);
        assumeThat(Ended.of("mkfifo", folder.resolve("base/pipe").toString()).exitCode())
                .as("mkfifo works")
                .isZero();
        assertThat(copy("pipe", 0, true).refusal()).isEqualTo(Verdict.SPECIAL);
    }

    @Test
    void aLargeFileIsNotRead() throws Exception {
        byte[] large = new byte[TreeEntry.MAX_FILE_BYTES + 1];
        Files.write(folder.resolve("base/large"), large);

        assertThat(copy("large", large.length, false).sha256()).isNull();
        assertThat(copy("large", large.length, false).refusal()).isNull();
    }

    @Test
    void badNamesAreRefusedAlone() throws Exception {
        List<LocalCopy.Question> questions = List.of(
                new LocalCopy.Question("../up", 5),
                new LocalCopy.Question("/etc/passwd", 5),
                new LocalCopy.Question("sub/file", CONTENT.length));
        List<LocalCopy> copies = root.copies("base", questions, false);

        assertThat(copies).extracting(LocalCopy::refusal).containsExactly(Verdict.NAME, Verdict.NAME, null);
    }

    private LocalCopy copy(String name, long size, boolean force) throws Exception {
        return root.copies("base", List.of(new LocalCopy.Question(name, size)), force)
                .get(0);
    }

    private static FileFacts facts(int mode, long modifiedNanos) {
        return new FileFacts(CONTENT.length, mode, modifiedNanos);
    }
}
