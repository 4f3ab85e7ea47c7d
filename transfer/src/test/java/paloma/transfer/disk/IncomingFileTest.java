package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.transfer.disk.TestFiles.MODIFIED_NANOS;
import static paloma.transfer.disk.TestFiles.chunk;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.hash;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;
import static paloma.transfer.disk.TestFiles.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.Chunks;
import paloma.transfer.wire.ChunkRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

class IncomingFileTest {
    /** Four chunks, the last one short. */
    private static final byte[] FILE = random(1, 3 * Chunks.BYTES + 777);

    @TempDir
    Path folder;

    private Root root;

    @BeforeEach
    void open() throws IOException {
        root = Root.open(folder, Limits.NONE);
    }

    private IncomingFile receive(String name) throws RefusedException {
        return root.receive(name(name), facts(FILE), false);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.skip(1)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Chunks.BYTES - 1, Chunks.BYTES, Chunks.BYTES + 1, 3 * Chunks.BYTES})
    void appearsEqualWithItsTimeAndLeavesNothingElse(int length) throws Exception {
        byte[] file = random(length, length);
        TestFiles.receive(root, "a/b/film.mp4", file, false);
        Path appeared = folder.resolve("a/b/film.mp4");
        assertThat(appeared).hasBinaryContent(file);
        assertThat(Files.getLastModifiedTime(appeared).to(TimeUnit.NANOSECONDS)).isEqualTo(MODIFIED_NANOS);
        assertThat(names()).containsExactly("a", "a/b", "a/b/film.mp4");
    }

    @Test
    void takesChunksInAnyOrder() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            for (int index : new int[] {3, 1, 0, 2}) {
                assertThat(write(incoming, FILE, index)).isTrue();
            }
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
    }

    @Test
    void isNotThereUntilItIsFinished() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 4);
            assertThat(folder.resolve("film")).doesNotExist();
            incoming.finish(TestFiles.root(FILE));
            assertThat(folder.resolve("film")).exists();
        }
    }

    @Test
    void writesNothingWithAWrongHash() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            assertThat(incoming.write(0, chunk(FILE, 0), Chunks.BYTES, hash(FILE, 1)))
                    .isFalse();
            assertThat(incoming.held(9)).isEmpty();
            assertThat(folder.resolve(".film.paloma-part")).isEmptyFile();
        }
    }

    @Test
    void writesAChunkThatCameTwiceOnce() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            assertThat(write(incoming, FILE, 0)).isTrue();
            assertThat(write(incoming, FILE, 0)).isTrue();
            assertThat(incoming.pendingBytes()).isEqualTo(Chunks.BYTES);
        }
    }

    @Test
    void goesOnFromWhatWasWrittenBefore() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 1);
            write(incoming, FILE, 2, 4);
        }
        assertThat(names()).containsExactly(".film.paloma-part", ".film.paloma-part.state");
        try (IncomingFile incoming = receive("film")) {
            assertThat(incoming.held(9)).containsExactly(new ChunkRange(0, 1), new ChunkRange(2, 2));
            assertThat(incoming.held(1)).containsExactly(new ChunkRange(2, 2));
            assertThatThrownBy(() -> incoming.finish(TestFiles.root(FILE))).hasMessage("0 of 4 chunks are verified");
            assertThat(incoming.check(1, hash(FILE, 1))).isFalse();
            for (int index : new int[] {0, 2, 3}) {
                assertThat(incoming.check(index, hash(FILE, index))).isTrue();
            }
            write(incoming, FILE, 1, 2);
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
        assertThat(names()).containsExactly("film");
    }

    @Test
    void dropsAChunkThatIsNotAsItWas() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 4);
        }
        Path part = folder.resolve(".film.paloma-part");
        byte[] bytes = Files.readAllBytes(part);
        bytes[Chunks.BYTES + 5] ^= 1;
        Files.write(part, bytes);
        try (IncomingFile incoming = receive("film")) {
            assertThat(incoming.check(0, hash(FILE, 0))).isTrue();
            assertThat(incoming.check(1, hash(FILE, 1))).isFalse();
        }
        try (IncomingFile incoming = receive("film")) {
            assertThat(incoming.held(9)).containsExactly(new ChunkRange(0, 1), new ChunkRange(2, 2));
        }
    }

    @Test
    void isForOneTransferAtATime() throws Exception {
        try (IncomingFile first = receive("film")) {
            write(first, FILE, 0, 1);
            assertThatThrownBy(() -> receive("film"))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUSY))
                    .hasMessage("film is being sent by another transfer");
            assertThat(root.holder(name("film"))).isSameAs(first);
            root.holder(name("film")).close();
            assertThat(root.holder(name("film"))).isNull();
            try (IncomingFile second = receive("film")) {
                assertThat(second.held(9)).containsExactly(new ChunkRange(0, 1));
                assertThatThrownBy(() -> write(first, FILE, 1)).isInstanceOf(RefusedException.class);
            }
        }
    }

    @Test
    void refusesAnotherRootHash() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 4);
            assertThatThrownBy(() -> incoming.finish(hash(FILE, 0)))
                    .hasMessage("film changed while it was read; send it again");
        }
        assertThat(folder.resolve("film")).doesNotExist();
    }

    @Test
    void replacesAFileOnlyWhenTold() throws Exception {
        Files.writeString(folder.resolve("film"), "old");
        assertThatThrownBy(() -> receive("film"))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.EXISTS));
        assertThat(names()).containsExactly("film");
        TestFiles.receive(root, "film", FILE, true);
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
    }

    @Test
    void neverReplacesAFileThatAppearedMeanwhile() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 4);
            Files.writeString(folder.resolve("film"), "another");
            assertThatThrownBy(() -> incoming.finish(TestFiles.root(FILE)))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.EXISTS));
        }
        assertThat(folder.resolve("film")).hasContent("another");
        try (IncomingFile incoming = root.receive(name("film"), facts(FILE), true)) {
            assertThat(incoming.held(9)).containsExactly(new ChunkRange(0, 4));
        }
    }

    @Test
    void leavesNoTraceOfATransferThatBroughtNothing() throws Exception {
        receive("a/b/film").close();
        assertThat(names()).isEmpty();
    }

    @Test
    void leavesNoTraceWhenDiscarded() throws Exception {
        IncomingFile incoming = receive("a/film");
        write(incoming, FILE, 0, 2);
        incoming.discard();
        assertThat(names()).isEmpty();
    }

    @Test
    void goesOnInAFileOfAnotherSizeWithTheChunksOfTheSameLength() throws Exception {
        try (IncomingFile incoming = receive("log")) {
            write(incoming, FILE, 0, 4);
        }
        byte[] longer = Arrays.copyOf(FILE, FILE.length + Chunks.BYTES);
        try (IncomingFile incoming = root.receive(name("log"), facts(longer), false)) {
            assertThat(incoming.held(9)).containsExactly(new ChunkRange(0, 3));
        }
        byte[] shorter = Arrays.copyOf(FILE, Chunks.BYTES + 9);
        try (IncomingFile incoming = root.receive(name("log"), facts(shorter), false)) {
            assertThat(incoming.held(9)).containsExactly(new ChunkRange(0, 1));
            assertThat(incoming.check(0, hash(shorter, 0))).isTrue();
            write(incoming, shorter, 1, 2);
            incoming.finish(TestFiles.root(shorter));
        }
        assertThat(folder.resolve("log")).hasBinaryContent(shorter);
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        Root small = Root.open(folder, new Limits(1_000, Long.MAX_VALUE, 0));
        assertThatThrownBy(() -> small.receive(name("film"), new FileFacts(1_001, 0644, 0), false))
                .hasMessage("film has 1001 bytes, and at most 1000 are taken");
    }

    @Test
    void isKeptFromAnotherRootOfTheSameProcess() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 1);
            Root other = Root.open(folder, Limits.NONE);
            assertThatThrownBy(() -> other.receive(name("film"), facts(FILE), false))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUSY));
            assertThat(folder.resolve(".film.paloma-part")).exists();
        }
    }

    @Test
    void isWrittenBySeveralThreadsAtOnce() throws Exception {
        byte[] file = random(11, 16 * Chunks.BYTES);
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try (IncomingFile incoming = root.receive(name("film"), facts(file), false)) {
            List<Callable<Boolean>> writes = IntStream.range(0, 16)
                    .<Callable<Boolean>>mapToObj(i -> () -> write(incoming, file, i))
                    .toList();
            for (Future<Boolean> write : workers.invokeAll(writes)) {
                assertThat(write.get()).isTrue();
            }
            assertThat(incoming.pendingBytes()).isEqualTo(file.length);
            incoming.writeOut();
            assertThat(incoming.pendingBytes()).isZero();
            incoming.finish(TestFiles.root(file));
        } finally {
            workers.shutdown();
        }
        assertThat(folder.resolve("film")).hasBinaryContent(file);
    }

    @Test
    void neverWritesAPartThatHasBecomeTheFile() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 4);
        }
        // As after a kill between the new name and the end of the old one.
        Files.createLink(folder.resolve("film"), folder.resolve(".film.paloma-part"));
        byte[] other = random(12, FILE.length);
        TestFiles.receive(root, "film", other, true);
        assertThat(folder.resolve("film")).hasBinaryContent(other);
        assertThat(names()).containsExactly("film");
    }

    @Test
    void leavesThePublishedFileAloneWhenItsPartIsStillThere() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 4);
        }
        Files.createLink(folder.resolve("film"), folder.resolve(".film.paloma-part"));
        byte[] other = random(12, FILE.length);
        try (IncomingFile incoming = root.receive(name("film"), facts(other), true)) {
            assertThat(incoming.held(9)).isEmpty();
            write(incoming, other, 3, 4);
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
        try (IncomingFile incoming = root.receive(name("film"), facts(other), true)) {
            assertThat(incoming.held(9)).containsExactly(new ChunkRange(3, 1));
        }
    }
}
