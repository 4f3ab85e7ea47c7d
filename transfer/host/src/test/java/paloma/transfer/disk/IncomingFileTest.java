package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.transfer.disk.TestFiles.FILE;
import static paloma.transfer.disk.TestFiles.MODIFIED_NANOS;
import static paloma.transfer.disk.TestFiles.chunk;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.hash;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.random;
import static paloma.transfer.disk.TestFiles.write;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.Chunks;
import paloma.transfer.wire.FileFacts;

/** A file that is being received: chunk by chunk, and whole or not at all. */
class IncomingFileTest extends OpenRoot {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, Chunks.BYTES - 1, Chunks.BYTES, Chunks.BYTES + 1, 3 * Chunks.BYTES})
    void appearsEqualWithItsTimeAndLeavesNothingElse(int length) throws Exception {
        byte[] file = random(length, length);
        TestFiles.receive(root, "a/b/film.mp4", file, false);
        Path appeared = folder.resolve("a/b/film.mp4");
        assertThat(appeared).hasBinaryContent(file);
        assertThat(Files.getLastModifiedTime(appeared).to(TimeUnit.NANOSECONDS)).isEqualTo(MODIFIED_NANOS);
        assertThat(names(folder)).containsExactly("a", "a/b", "a/b/film.mp4");
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
    void isWholeAlsoWhereNobodyWaitsForTheDevice() throws Exception {
        try (IncomingFile incoming = root.receive(name("film"), facts(FILE), false, false, 0)) {
            write(incoming, FILE, 0, 2);
            incoming.writeOut();
            assertThat(incoming.pendingBytes()).isZero();
            write(incoming, FILE, 2, 4);
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
        assertThat(names(folder)).containsExactly("film");
    }

    /** The thread that wrote the last chunk comes to it when another one may have finished and closed the file. */
    @Test
    void hasNothingToWriteOutOnceItIsClosed() throws Exception {
        IncomingFile whole = receive("film");
        write(whole, FILE, 0, 4);
        whole.finish(TestFiles.root(FILE));
        whole.close();
        whole.writeOut();
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);

        IncomingFile left = receive("other");
        write(left, FILE, 0);
        left.close();
        left.writeOut();
        assertThat(folder.resolve("other")).doesNotExist();
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
    void refusesAnotherRootHash() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 4);
            assertThatThrownBy(() -> incoming.finish(hash(FILE, 0)))
                    .hasMessage("film changed while it was read; send it again");
        }
        assertThat(folder.resolve("film")).doesNotExist();
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        Root small = Root.open(folder, new Limits(1_000, Long.MAX_VALUE, 0));
        assertThatThrownBy(() -> small.receive(name("film"), new FileFacts(1_001, 0644, 0), false))
                .hasMessage("film has 1001 bytes, and at most 1000 are accepted");
    }

    @Test
    void leavesNoTraceOfATransferThatBroughtNothing() throws Exception {
        receive("a/b/film").close();
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void leavesNoTraceWhenDiscarded() throws Exception {
        IncomingFile incoming = receive("a/film");
        write(incoming, FILE, 0, 2);
        incoming.discard();
        assertThat(names(folder)).isEmpty();
    }
}
