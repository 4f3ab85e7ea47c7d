package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.transfer.disk.TestFiles.FILE;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.write;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Reason;

/** A name that another transfer is busy with, or that another file has. */
class ContestedNameTest extends OpenRoot {
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
                assertThat(second.held(9)).containsExactly(new BlockRange(0, 16));
                assertThatThrownBy(() -> write(first, FILE, 1)).isInstanceOf(RefusedException.class);
            }
        }
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
    void replacesAFileOnlyWhenTold() throws Exception {
        Files.writeString(folder.resolve("film"), "old");
        assertThatThrownBy(() -> receive("film"))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.EXISTS));
        assertThat(names(folder)).containsExactly("film");
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
            assertThat(incoming.held(9)).containsExactly(new BlockRange(0, 49));
        }
    }
}
