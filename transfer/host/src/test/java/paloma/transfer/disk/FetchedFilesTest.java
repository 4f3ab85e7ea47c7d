package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.Packs.bytes;
import static paloma.transfer.disk.TestFiles.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.tree.Fetched;
import paloma.transfer.tree.FetchedReader;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.tree.Wanted;

/** Small files of a tree are read for the one who wants them. */
class FetchedFilesTest {
    private static final byte[] A = bytes("the first file");

    @TempDir
    Path folder;

    private Root root;

    @BeforeEach
    void open() throws IOException {
        root = Root.open(Files.createDirectory(folder.resolve("root")), Limits.NONE);
        Files.createDirectories(at("d/empty"));
        Files.write(at("d/a"), A);
        Files.createFile(at("d/none"));
        Files.createSymbolicLink(at("d/l"), Path.of("a"));
        Files.createSymbolicLink(at("in"), Path.of("d"));
        Files.createSymbolicLink(at("out"), folder);
        Files.writeString(folder.resolve("secret"), "secret");
    }

    private Path at(String name) {
        return folder.resolve("root").resolve(name);
    }

    private List<Fetched> fetch(String base, boolean follow, Wanted... wanted) throws Exception {
        OutgoingFile fetched = root.fetched(base, List.of(wanted), follow);
        assertThat(Chunks.count(fetched.facts().size())).isEqualTo(1);
        byte[] answers = new byte[Chunks.BYTES];
        return FetchedReader.read(answers, fetched.read(0, answers), List.of(wanted));
    }

    private Verdict verdict(String base, boolean follow, String name) throws Exception {
        return fetch(base, follow, new Wanted(name, null)).get(0).verdict();
    }

    @Test
    void withTheirFactsAndTheirHashes() throws Exception {
        List<Fetched> answers =
                fetch("d", false, new Wanted("none", null), new Wanted("gone", null), new Wanted("a", null));
        assertThat(answers)
                .extracting(Fetched::verdict)
                .containsExactly(Verdict.WANTED, Verdict.NOT_FOUND, Verdict.WANTED);
        Fetched a = answers.get(2);
        assertThat(a.entry())
                .isEqualTo(TreeEntry.file("a", DiskFile.facts(DiskFile.attributes(at("d/a"))), Sha256.of(A, A.length)));
        assertThat(Arrays.copyOfRange(
                        a.content().array(),
                        a.content().arrayOffset(),
                        a.content().arrayOffset() + A.length))
                .isEqualTo(A);
        assertThat(answers.get(0).content().remaining()).isZero();
        assertThat(fetch("", false, new Wanted("d/a", null)).get(0).entry().name())
                .isEqualTo("d/a");
    }

    @Test
    void butNotWhatIsThereAlready() throws Exception {
        assertThat(fetch("d", false, new Wanted("a", Sha256.of(A, A.length)))
                        .get(0)
                        .verdict())
                .isEqualTo(Verdict.SAME);
        assertThat(fetch("d", false, new Wanted("a", new byte[32])).get(0).verdict())
                .isEqualTo(Verdict.WANTED);
    }

    @Test
    void andNothingElse() throws Exception {
        for (boolean follow : new boolean[] {false, true}) {
            assertThat(verdict("d", follow, "empty")).isEqualTo(Verdict.KIND);
            assertThat(verdict("d", follow, "")).isEqualTo(Verdict.KIND);
            for (String name :
                    List.of("..", "../d/a", "/etc/passwd", "a/../a", "a\0", ".x.paloma-part", "x".repeat(256))) {
                assertThat(verdict("d", follow, name)).as(name).isEqualTo(Verdict.NAME);
            }
            assertThat(verdict("", follow, "out/secret")).isIn(Verdict.NAME, Verdict.KIND);
        }
        Files.write(at("large"), new byte[TreeEntry.MAX_FILE_BYTES + 1]);
        assertThat(verdict("", false, "large")).isEqualTo(Verdict.TOO_LARGE);
        assumeThat(new ProcessBuilder("mkfifo", at("pipe").toString()).start().waitFor())
                .isZero();
        assertThat(verdict("", false, "pipe")).isEqualTo(Verdict.SPECIAL);
        assertThat(verdict("", true, "pipe")).isEqualTo(Verdict.SPECIAL);
    }

    @Test
    void throughLinksOnlyIfTheyAreToBeFollowed() throws Exception {
        assertThat(verdict("", false, "in/a")).isEqualTo(Verdict.KIND);
        assertThat(verdict("", false, "d/l")).isEqualTo(Verdict.SPECIAL);
        assertThat(verdict("", true, "in/a")).isEqualTo(Verdict.WANTED);
        assertThat(verdict("", true, "d/l")).isEqualTo(Verdict.WANTED);
        assertThat(verdict("in", true, "l")).isEqualTo(Verdict.WANTED);
        assertThatThrownBy(() -> root.fetched("out", List.of(new Wanted("secret", null)), true))
                .hasMessage("out leads out of the shared folder");
    }

    @Test
    void asManyAsFit() throws Exception {
        Wanted[] wanted =
                IntStream.range(0, 12).mapToObj(i -> new Wanted("f" + i, null)).toArray(Wanted[]::new);
        for (int i = 0; i < wanted.length; i++) {
            Files.write(at("f" + i), random(i, 100_000));
        }
        assertThat(fetch("", false, wanted))
                .extracting(Fetched::verdict)
                .startsWith(Verdict.WANTED)
                .endsWith(Verdict.LATER, Verdict.LATER);
    }

    @Test
    void butNotWhatSaysThatItIsEmptyAndIsNot() throws Exception {
        Path sys = Path.of("/proc/sys/kernel");
        assumeThat(Files.isReadable(sys.resolve("ostype")))
                .as("there is a /proc")
                .isTrue();
        root = Root.open(sys, Limits.NONE);
        assertThat(verdict("", false, "ostype")).isEqualTo(Verdict.SPECIAL);
        assertThat(verdict("", true, "ostype")).isEqualTo(Verdict.SPECIAL);
    }
}
