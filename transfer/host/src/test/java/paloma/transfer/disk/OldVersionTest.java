package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.transfer.disk.TestFiles.FILE;
import static paloma.transfer.disk.TestFiles.MODIFIED_NANOS;
import static paloma.transfer.disk.TestFiles.chunk;
import static paloma.transfer.disk.TestFiles.hash;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.Chunks;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/** A file that is to be replaced: what is equal in it is used, and it stays until the new one is whole. */
class OldVersionTest {
    private static final long LATER_NANOS = MODIFIED_NANOS + 5_000_000_001L;

    @TempDir
    Path folder;

    private Root root;
    private Path film;

    @BeforeEach
    void receiveOnce() throws Exception {
        root = Root.open(folder, Limits.NONE);
        TestFiles.receive(root, "film", FILE, false);
        film = folder.resolve("film");
    }

    private IncomingFile update(byte[] file) throws RefusedException {
        return root.receive(name("film"), new FileFacts(file.length, 0604, LATER_NANOS), true);
    }

    /** Returns the bytes of the chunks that had to be written. */
    private static long compare(IncomingFile incoming, byte[] file) throws RefusedException {
        long missing = 0;
        for (int index = 0; index < Chunks.count(file.length); index++) {
            if (!incoming.check(index, hash(file, index))) {
                write(incoming, file, index, index + 1);
                missing += chunk(file, index).length;
            }
        }
        return missing;
    }

    private static byte[] changed(int... at) {
        byte[] file = FILE.clone();
        for (int one : at) {
            file[one] ^= 1;
        }
        return file;
    }

    private void hasNewFacts() throws IOException {
        assertThat(Files.getLastModifiedTime(film).to(TimeUnit.NANOSECONDS)).isEqualTo(LATER_NANOS);
        assertThat(FileMode.of(Files.getPosixFilePermissions(film))).isEqualTo(0604);
    }

    @Test
    void isLeftAsItIsButForTimeAndModeWhereAllIsEqual() throws Exception {
        Object before = Files.getAttribute(film, "unix:ino");
        try (IncomingFile incoming = update(FILE)) {
            assertThat(incoming.held(9)).containsExactly(new BlockRange(0, 49));
            assertThat(compare(incoming, FILE)).isZero();
            assertThat(Files.size(folder.resolve(".film.paloma-part"))).isZero();
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(Files.getAttribute(film, "unix:ino")).isEqualTo(before);
        assertThat(film).hasBinaryContent(FILE);
        hasNewFacts();
        assertThat(names(folder)).containsExactly("film");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void lacksOneChunkWhereOneByteChanged(int chunk) throws Exception {
        byte[] file = changed(chunk * Chunks.BYTES + 7);
        try (IncomingFile incoming = update(file)) {
            assertThat(compare(incoming, file)).isEqualTo(chunk(file, chunk).length);
            assertThat(film).as("until the new one is whole").hasBinaryContent(FILE);
            incoming.finish(TestFiles.root(file));
        }
        assertThat(film).hasBinaryContent(file);
        hasNewFacts();
        assertThat(names(folder)).containsExactly("film");
    }

    @Test
    void givesItsEqualChunksToALongerOne() throws Exception {
        byte[] file = Arrays.copyOf(FILE, FILE.length + Chunks.BYTES);
        Arrays.fill(file, FILE.length, file.length, (byte) 5);
        try (IncomingFile incoming = update(file)) {
            assertThat(incoming.held(9)).as("but for the block that grew").containsExactly(new BlockRange(0, 48));
            assertThat(compare(incoming, file)).isEqualTo(file.length - 3L * Chunks.BYTES);
            incoming.finish(TestFiles.root(file));
        }
        assertThat(film).hasBinaryContent(file);
    }

    @Test
    void givesItsWholeBlocksToAChunkThatGrew() throws Exception {
        byte[] old = Arrays.copyOf(FILE, 2 * Chunks.BLOCK_BYTES + 9);
        TestFiles.receive(root, "film", old, true);
        byte[] file = Arrays.copyOf(FILE, 4 * Chunks.BLOCK_BYTES + 9);
        try (IncomingFile incoming = update(file)) {
            assertThat(incoming.held(9)).containsExactly(new BlockRange(0, 2));
            byte[] chunk = new byte[Chunks.BYTES];
            assertThat(incoming.load(0, chunk, 0b1_1111)).isEqualTo(0b11);
            assertThat(chunk).startsWith(Arrays.copyOf(FILE, 2 * Chunks.BLOCK_BYTES));
        }
    }

    @Test
    void givesWhatItHasToAShorterOne() throws Exception {
        byte[] file = Arrays.copyOf(FILE, Chunks.BYTES + 100);
        try (IncomingFile incoming = update(file)) {
            assertThat(compare(incoming, file)).isZero();
            incoming.finish(TestFiles.root(file));
        }
        assertThat(film).hasBinaryContent(file);
        hasNewFacts();
    }

    @Test
    void isUsedBesideAPartThatWasInterrupted() throws Exception {
        byte[] file = changed(0, Chunks.BYTES);
        try (IncomingFile incoming = update(file)) {
            write(incoming, file, 0, 1);
        }
        try (IncomingFile incoming = update(file)) {
            assertThat(incoming.held(9)).containsExactly(new BlockRange(0, 49));
            assertThat(root.begun(name("film"), file.length, true, 9)).containsExactly(new BlockRange(0, 49));
            assertThat(compare(incoming, file)).isEqualTo(Chunks.BYTES);
            incoming.finish(TestFiles.root(file));
        }
        assertThat(film).hasBinaryContent(file);
    }

    @Test
    void isCopiedIntoAPartThatIsGoneOnWith() throws Exception {
        byte[] file = changed(0);
        try (IncomingFile incoming = update(file)) {
            compare(incoming, file);
        }
        Files.delete(film);
        try (IncomingFile incoming = update(file)) {
            assertThat(compare(incoming, file)).isZero();
            incoming.finish(TestFiles.root(file));
        }
        assertThat(film).hasBinaryContent(file);
    }

    @Test
    void isNotTrustedWhenItChangesAfterItWasCompared() throws Exception {
        byte[] file = changed(3 * Chunks.BYTES);
        try (IncomingFile incoming = update(file)) {
            compare(incoming, file);
            Files.write(film, changed(Chunks.BYTES));
            assertThatThrownBy(() -> incoming.finish(TestFiles.root(file)))
                    .hasMessage("film: another program changed it; send it again")
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED_WHILE_READ));
        }
    }

    @Test
    void isCopiedWhenAnotherFileHasItsNameByThen() throws Exception {
        try (IncomingFile incoming = update(FILE)) {
            compare(incoming, FILE);
            Files.delete(film);
            Files.writeString(film, "another");
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(film).hasBinaryContent(FILE);
        hasNewFacts();
    }

    @Test
    void needsNoRoomWhereItIsEqual() throws Exception {
        Root full = Root.open(folder, new Limits(Long.MAX_VALUE, FILE.length + 9L, 0));
        FileFacts facts = new FileFacts(FILE.length, 0604, LATER_NANOS);
        try (IncomingFile incoming = full.receive(name("film"), facts, true)) {
            compare(incoming, FILE);
            incoming.finish(TestFiles.root(FILE));
        }
        hasNewFacts();
        byte[] file = changed(3 * Chunks.BYTES);
        try (IncomingFile incoming = full.receive(name("film"), facts, true)) {
            assertThatThrownBy(() -> compare(incoming, file))
                    .hasMessageContaining("film needs " + FILE.length + " bytes, and the shared folder holds");
        }
        assertThat(names(folder)).containsExactly("film");
    }

    @Test
    void isOnlyReplacedWhereItCannotBeRead() throws Exception {
        Files.setPosixFilePermissions(film, FileMode.permissions(0));
        byte[] file = changed(5);
        try (IncomingFile incoming = update(file)) {
            if (!Files.isReadable(film)) {
                assertThat(incoming.held(9)).isEmpty();
            }
            compare(incoming, file);
            incoming.finish(TestFiles.root(file));
        }
        assertThat(film).hasBinaryContent(file);
    }

    @Test
    void isToldBeforeTheSizeIsKnown() throws Exception {
        assertThat(root.begun(name("film"), Root.SIZE_UNKNOWN, true, 9)).containsExactly(new BlockRange(0, 49));
        assertThat(root.begun(name("film"), FILE.length - 1, true, 9)).containsExactly(new BlockRange(0, 48));
    }
}
