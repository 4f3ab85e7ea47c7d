package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.transfer.disk.TestFiles.FILE;
import static paloma.transfer.disk.TestFiles.chunk;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.hash;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.random;
import static paloma.transfer.disk.TestFiles.write;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import paloma.transfer.Chunks;
import paloma.transfer.wire.BlockRange;

/** A file that is gone on with: what lies on the disk is checked, not trusted. */
class ResumedFileTest extends OpenRoot {
    @Test
    void goesOnFromWhatWasWrittenBefore() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 1);
            write(incoming, FILE, 2, 4);
        }
        assertThat(names(folder)).containsExactly(".film.paloma-part", ".film.paloma-part.state");
        try (IncomingFile incoming = receive("film")) {
            assertThat(incoming.held(9)).containsExactly(new BlockRange(0, 16), new BlockRange(32, 17));
            assertThat(incoming.held(1)).containsExactly(new BlockRange(32, 17));
            assertThatThrownBy(() -> incoming.finish(TestFiles.root(FILE))).hasMessage("0 of 4 chunks are verified");
            assertThat(incoming.check(1, hash(FILE, 1))).isFalse();
            for (int index : new int[] {0, 2, 3}) {
                assertThat(incoming.check(index, hash(FILE, index))).isTrue();
            }
            write(incoming, FILE, 1, 2);
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
        assertThat(names(folder)).containsExactly("film");
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
            assertThat(incoming.held(9)).containsExactly(new BlockRange(0, 16), new BlockRange(32, 17));
        }
    }

    @Test
    void goesOnInAFileOfAnotherSizeWithTheChunksOfTheSameLength() throws Exception {
        try (IncomingFile incoming = receive("log")) {
            write(incoming, FILE, 0, 4);
        }
        byte[] longer = Arrays.copyOf(FILE, FILE.length + Chunks.BYTES);
        try (IncomingFile incoming = root.receive(name("log"), facts(longer), false)) {
            assertThat(incoming.held(9)).containsExactly(new BlockRange(0, 48));
        }
        byte[] shorter = Arrays.copyOf(FILE, Chunks.BYTES + 9);
        try (IncomingFile incoming = root.receive(name("log"), facts(shorter), false)) {
            assertThat(incoming.held(9)).containsExactly(new BlockRange(0, 16));
            assertThat(incoming.check(0, hash(shorter, 0))).isTrue();
            write(incoming, shorter, 1, 2);
            incoming.finish(TestFiles.root(shorter));
        }
        assertThat(folder.resolve("log")).hasBinaryContent(shorter);
    }

    @Test
    void loadsTheBlocksThatWereSavedAndNoOthers() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            incoming.save(1, chunk(FILE, 1), 0b1000_0110);
            incoming.save(3, chunk(FILE, 3), 0b1);
            assertThat(incoming.pendingBytes()).isEqualTo(3 * Chunks.BLOCK_BYTES + 777);
        }
        byte[] loaded = new byte[Chunks.BYTES];
        try (IncomingFile incoming = receive("film")) {
            assertThat(incoming.held(9))
                    .containsExactly(new BlockRange(17, 2), new BlockRange(23, 1), new BlockRange(48, 1));
            assertThat(incoming.load(1, loaded, 0b1100_0111)).isEqualTo(0b1000_0110);
            assertThat(incoming.load(0, loaded, 0xFFFF)).isZero();
        }
        byte[] expected = new byte[Chunks.BYTES];
        System.arraycopy(FILE, Chunks.BYTES + Chunks.BLOCK_BYTES, expected, Chunks.BLOCK_BYTES, 2 * Chunks.BLOCK_BYTES);
        System.arraycopy(
                FILE, Chunks.BYTES + 7 * Chunks.BLOCK_BYTES, expected, 7 * Chunks.BLOCK_BYTES, Chunks.BLOCK_BYTES);
        assertThat(loaded).isEqualTo(expected);
    }

    @Test
    void checksAChunkOfWhichAllBlocksWereSaved() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            incoming.save(2, chunk(FILE, 2), 0xFFFF);
            incoming.save(3, chunk(FILE, 3), 1);
        }
        try (IncomingFile incoming = receive("film")) {
            assertThat(incoming.held(9)).containsExactly(new BlockRange(32, 17));
            assertThat(incoming.check(2, hash(FILE, 2))).isTrue();
            assertThat(incoming.check(3, hash(FILE, 3))).isTrue();
            write(incoming, FILE, 0, 2);
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
        assertThat(names(folder)).containsExactly("film");
    }

    @Test
    void leavesOutABlockThatIsNotAsItWas() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            incoming.save(1, chunk(FILE, 1), 0b111);
        }
        Path part = folder.resolve(".film.paloma-part");
        byte[] bytes = Files.readAllBytes(part);
        bytes[Chunks.BYTES + Chunks.BLOCK_BYTES + 5] ^= 1;
        Files.write(part, bytes);
        try (IncomingFile incoming = receive("film")) {
            assertThat(incoming.load(1, new byte[Chunks.BYTES], 0b111)).isEqualTo(0b101);
        }
    }

    @Test
    void forgetsTheBlocksOfAChunkThatIsWrongAsAWhole() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 1);
            incoming.save(1, chunk(FILE, 2), 0b11);
            assertThat(incoming.write(1, chunk(FILE, 2), Chunks.BYTES, hash(FILE, 1)))
                    .isFalse();
        }
        try (IncomingFile incoming = receive("film")) {
            assertThat(incoming.held(9)).containsExactly(new BlockRange(0, 16));
        }
    }

    @Test
    void overwritesNoChunkThatIsRight() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 4);
            incoming.save(1, chunk(FILE, 2), 0xFFFF);
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
    }

    @Test
    void keepsAStateOfASmallFileOnlyWhenBlocksOfItWereSaved() throws Exception {
        byte[] file = random(3, 300_000);
        try (IncomingFile incoming = root.receive(name("note"), facts(file), false)) {
            assertThat(names(folder)).containsExactly(".note.paloma-part");
            incoming.save(0, file, 0b1001);
            assertThat(names(folder)).containsExactly(".note.paloma-part", ".note.paloma-part.state");
        }
        try (IncomingFile incoming = root.receive(name("note"), facts(file), false)) {
            assertThat(incoming.held(9)).containsExactly(new BlockRange(0, 1), new BlockRange(3, 1));
            write(incoming, file, 0, 1);
            incoming.finish(TestFiles.root(file));
        }
        assertThat(folder.resolve("note")).hasBinaryContent(file);
        assertThat(names(folder)).containsExactly("note");
    }

    @Test
    void startsAfreshFromAStateOfTheVersionBefore() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 4);
        }
        Path state = folder.resolve(".film.paloma-part.state");
        byte[] bytes = Files.readAllBytes(state);
        bytes["paloma part v ".length()] = '1';
        Files.write(state, bytes);
        try (IncomingFile incoming = receive("film")) {
            assertThat(incoming.held(9)).isEmpty();
            write(incoming, FILE, 0, 4);
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
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
        assertThat(names(folder)).containsExactly("film");
    }

    @Test
    void leavesThePublishedFileAloneWhenItsPartIsStillThere() throws Exception {
        try (IncomingFile incoming = receive("film")) {
            write(incoming, FILE, 0, 4);
        }
        Files.createLink(folder.resolve("film"), folder.resolve(".film.paloma-part"));
        byte[] other = random(12, FILE.length);
        try (IncomingFile incoming = root.receive(name("film"), facts(other), true)) {
            assertThat(incoming.check(3, hash(other, 3))).isFalse();
            write(incoming, other, 3, 4);
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
        try (IncomingFile incoming = root.receive(name("film"), facts(other), true)) {
            assertThat(incoming.check(3, hash(other, 3))).isTrue();
            assertThat(incoming.check(2, hash(other, 2))).isFalse();
        }
    }
}
