package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.Packs.bytes;
import static paloma.transfer.disk.Packs.file;
import static paloma.transfer.disk.Packs.folder;
import static paloma.transfer.disk.Packs.folderFacts;
import static paloma.transfer.disk.Packs.link;
import static paloma.transfer.disk.Packs.offer;
import static paloma.transfer.disk.Packs.pack;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.RefusedException;
import paloma.transfer.name.StorageRules;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.FileFacts;

/** What is wanted of what a sender has. */
class OfferTest {
    private static final byte[] A = bytes("the first file");
    private static final TreeEntry[] TREE = {
        folder("t"),
        folder("t/d"),
        file("t/a", A),
        link("t/d/l", "../a"),
        folderFacts("t/d", 0750),
        folderFacts("t", 0700)
    };

    @TempDir
    Path folder;

    private Root root;

    @BeforeEach
    void open() throws IOException {
        root = Root.open(folder, Limits.NONE);
    }

    private void unpackTree() throws RefusedException {
        byte[] pack = pack(TREE[0], TREE[1], TREE[2], A, TREE[3], TREE[4], TREE[5]);
        assertThat(root.unpack("", pack, false, false)).containsOnly(Verdict.SAME);
    }

    private Verdict one(TreeEntry entry) throws RefusedException {
        return offer(root, "", false, entry).get(0);
    }

    private Verdict forced(TreeEntry entry) throws RefusedException {
        return offer(root, "", true, entry).get(0);
    }

    @Test
    void allOfANewTree() throws Exception {
        for (String base : List.of("", "far/away")) {
            assertThat(offer(root, base, false, TREE))
                    .containsExactly(
                            Verdict.CHANGE,
                            Verdict.CHANGE,
                            Verdict.WANTED,
                            Verdict.CHANGE,
                            Verdict.CHANGE,
                            Verdict.CHANGE);
        }
        assertThat(folder).as("nothing is made").isEmptyDirectory();
    }

    @Test
    void nothingOfATreeThatIsThere() throws Exception {
        unpackTree();
        for (boolean force : new boolean[] {false, true}) {
            assertThat(offer(root, "", force, TREE)).containsOnly(Verdict.SAME);
        }
    }

    @Test
    void theFactsWhereTheBytesAreEqual() throws Exception {
        unpackTree();
        Files.setLastModifiedTime(folder.resolve("t/a"), FileTime.from(1, TimeUnit.SECONDS));
        Files.setPosixFilePermissions(folder.resolve("t/d"), FileMode.permissions(0777));
        assertThat(offer(root, "", false, TREE))
                .containsExactly(
                        Verdict.SAME, Verdict.SAME, Verdict.CHANGE, Verdict.SAME, Verdict.CHANGE, Verdict.SAME);
        assertThat(one(link("t/d/l", "../b"))).isEqualTo(Verdict.EXISTS);
        TreeEntry later = TreeEntry.link("t/d/l", new FileFacts(0, FileFacts.NO_MODE, 5_000_000_000L), bytes("../a"));
        assertThat(one(later)).isEqualTo(Verdict.CHANGE);
        assertThat(one(file("t/a", A, FileFacts.NO_MODE))).as("another time").isEqualTo(Verdict.CHANGE);
    }

    @Test
    void otherBytesOfTheSameSizeAndTime() throws Exception {
        unpackTree();
        byte[] other = A.clone();
        other[3]++;
        assertThat(one(file("t/a", other))).isEqualTo(Verdict.EXISTS);
        assertThat(forced(file("t/a", other))).isEqualTo(Verdict.WANTED);
    }

    /** The file of another size cannot be opened, and nobody tries. */
    @Test
    void aFileOfAnotherSizeIsNotRead() throws Exception {
        unpackTree();
        Object before = FileTime.from(Instant.EPOCH);
        Path a = folder.resolve("t/a");
        Files.getFileAttributeView(a, BasicFileAttributeView.class).setTimes(null, FileTime.from(Instant.EPOCH), null);
        assertThat(forced(file("t/a", random(1, 99)))).isEqualTo(Verdict.WANTED);
        assertThat(Files.getAttribute(a, "lastAccessTime")).isEqualTo(before);
        assertThat(one(file("t/a", random(1, 99)))).isEqualTo(Verdict.EXISTS);
        assertThat(Files.getAttribute(a, "lastAccessTime")).isEqualTo(before);
        Files.readAllBytes(a);
        assumeThat(Files.getAttribute(a, "lastAccessTime"))
                .as("reading is noticed")
                .isNotEqualTo(before);
    }

    @Test
    void anotherKindIsInTheWay() throws Exception {
        unpackTree();
        assertThat(forced(file("t/d", A))).isEqualTo(Verdict.KIND);
        assertThat(forced(link("t/d", "a"))).isEqualTo(Verdict.KIND);
        assertThat(forced(folder("t/a"))).isEqualTo(Verdict.KIND);
        assertThat(forced(folder("t/d/l"))).isEqualTo(Verdict.KIND);
        assertThat(forced(folderFacts("t/a", 0700))).isEqualTo(Verdict.KIND);
        assertThat(forced(file("t/a/b", A))).isEqualTo(Verdict.KIND);
        assertThat(forced(file("t/d/l/b", A))).isEqualTo(Verdict.KIND);
        assertThat(one(file("t/d/l", A))).isEqualTo(Verdict.EXISTS);
        assertThat(forced(file("t/d/l", A))).isEqualTo(Verdict.WANTED);
        assertThat(one(link("t/a", "d"))).isEqualTo(Verdict.EXISTS);
        assertThat(forced(link("t/a", "d"))).isEqualTo(Verdict.CHANGE);
    }

    @Test
    void whatNobodyStores() throws Exception {
        root = Root.open(folder, new Limits(100_000, Long.MAX_VALUE, 0));
        assertThat(offer(
                        root,
                        "b",
                        true,
                        file("../a", A),
                        file("a/../b", A),
                        folder("/"),
                        file("a", random(1, 100_001)),
                        link("a/l", "../../b"),
                        link("m", "/b"),
                        link("n", "n/.."),
                        file("fine", A)))
                .containsExactly(
                        Verdict.NAME,
                        Verdict.NAME,
                        Verdict.NAME,
                        Verdict.TOO_LARGE,
                        Verdict.LEADS_OUT,
                        Verdict.LEADS_OUT,
                        Verdict.LEADS_OUT,
                        Verdict.WANTED);
        root = Root.open(folder, Limits.NONE);
        assertThat(one(file("a", random(1, TreeEntry.MAX_FILE_BYTES)))).isEqualTo(Verdict.WANTED);
        assertThat(one(file("a", random(1, TreeEntry.MAX_FILE_BYTES + 1)))).isEqualTo(Verdict.TOO_LARGE);
    }

    @Test
    void aPipeIsNotOpened() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(forced(file("pipe", bytes("")))).isEqualTo(Verdict.SPECIAL);
        assertThat(forced(file("pipe/a", A))).isEqualTo(Verdict.KIND);
        assertThat(forced(folder("pipe"))).isEqualTo(Verdict.KIND);
    }

    @Test
    void namesThatAreNoText() throws Exception {
        String name = NameBytes.decode(new byte[] {'c', (byte) 0xE9, '\n', '\\', ':'});
        assumeThat(StorageRules.ofThisSystem().refusal(name)).isNull();
        assertThat(one(file(name, A))).isEqualTo(Verdict.WANTED);
        byte[] pack = pack(file(name, A), A, link("l", "x"), folder("d" + name));
        assertThat(root.unpack("", pack, false, true)).containsOnly(Verdict.SAME);
        assertThat(one(file(name, A))).isEqualTo(Verdict.SAME);
        assertThat(one(folder("d" + name))).isEqualTo(Verdict.SAME);
    }

    @Test
    void aDamagedOfferIsRefused() throws Exception {
        assertThatThrownBy(() -> root.offered("", random(1, 99), false)).isInstanceOf(RefusedException.class);
        Files.createSymbolicLink(folder.resolve("out"), folder.getParent());
        assertThatThrownBy(() -> offer(root, "out/x", false, TREE))
                .hasMessage("out/x leads through a link, and nothing is written through one");
        assertThat(names(folder)).containsExactly("out");
    }
}
