package paloma.client.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.Sha256;
import paloma.transfer.tree.TreeEntry;

class BatchReaderTest {
    @TempDir
    Path folder;

    private TestTree tree;

    @BeforeEach
    void make() {
        tree = new TestTree(folder.resolve("photos"));
    }

    @Test
    void readsFilesWithTheirFactsAndHashes() throws Exception {
        Path file = tree.file("a", 1_000);
        TestTree.mode(file, "rw-r-x--x");
        Files.setLastModifiedTime(file, FileTime.from(123_456_789, TimeUnit.NANOSECONDS));

        Batch.Item item = only(read(), "a");
        byte[] content = Files.readAllBytes(file);
        assertThat(item.content()).isEqualTo(content);
        assertThat(item.entry().sha256()).isEqualTo(Sha256.of(content, content.length));
        assertThat(item.entry().facts().mode()).isEqualTo(0651);
        assertThat(item.entry().facts().modifiedNanos()).isEqualTo(123_456_789);
    }

    /** The receiver cannot make a link with slashes that stand together: it would never be as it was sent. */
    @Test
    void readsWhereLinksLeadAsReceiversStoreIt() throws Exception {
        tree.link("sub/link", "../a//b/");
        assertThat(only(read(), "sub/link").entry().target()).isEqualTo("../a/b/".getBytes());
    }

    @Test
    void foldersComeWithTheirOwnPermissions() throws Exception {
        TestTree.mode(tree.folder("private"), "rwx------");
        tree.walk.folder(tree.top, "photos");
        Batch batch = new BatchReader(tree.tree, false)
                .read(Slices.ofFolders(tree.tree).next(), 0);

        assertThat(only(batch, "private").entry().kind()).isEqualTo(TreeEntry.Kind.FOLDER_FACTS);
        assertThat(only(batch, "private").entry().facts().mode()).isEqualTo(0700);
    }

    @Test
    void whatHasGoneSinceIsLeftOutAndTheRestIsRead() throws Exception {
        tree.file("a", 10);
        Path gone = tree.file("b", 10);
        tree.file("c", 10);
        tree.walk.folder(tree.top, "photos");
        Files.delete(gone);

        Batch batch = read(tree);
        assertThat(batch.items()).extracting(item -> item.entry().name()).contains("a", "c");
        assertThat(batch.leftOut()).singleElement().satisfies(one -> {
            assertThat(one.name()).endsWith("photos/b");
            assertThat(one.why()).isEqualTo("it is not there any more");
        });
    }

    /** Somebody may put a link in the place of a file to have another file sent. */
    @Test
    void whatHasBecomeALinkIsNotFollowed() throws Exception {
        Path file = tree.file("a", 10);
        tree.walk.folder(tree.top, "photos");
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/etc/hostname"));

        Batch batch = read(tree);
        assertThat(batch.leftOut()).extracting(LeftOut::why).containsExactly("it is no file any more");
        assertThat(batch.items()).noneMatch(item -> item.entry().kind() == TreeEntry.Kind.FILE);
    }

    @Test
    void whatHasGrownTooLargeIsLeftToOthers() throws Exception {
        tree.file("a", 10);
        tree.walk.folder(tree.top, "photos");
        tree.file("a", 300_000);

        Batch batch = read(tree);
        assertThat(batch.grown()).hasSize(1);
        assertThat(batch.leftOut()).isEmpty();
    }

    @Test
    void whatHasGrownIsReadInAnotherBatch() throws Exception {
        for (int i = 0; i < 10; i++) {
            tree.file("f" + i, 1_000);
        }
        tree.walk.folder(tree.top, "photos");
        for (int i = 0; i < 10; i++) {
            tree.file("f" + i, 200_000);
        }
        Slice slice = Slices.of(tree.tree).next();
        BatchReader reader = new BatchReader(tree.tree, false);
        List<Integer> counts = new ArrayList<>();
        for (int next = 0; next < slice.entries().length; ) {
            Batch batch = reader.read(slice, next);
            next = batch.next();
            counts.add((int) batch.items().stream()
                    .filter(item -> item.content() != null)
                    .count());
        }
        assertThat(counts).containsExactly(5, 5);
    }

    @Test
    void leavesOutWhatSaysThatItIsEmptyAndIsNot() throws Exception {
        Path proc = Path.of("/proc/self/status");
        assumeTrue(Files.isReadable(proc), "there is no /proc");
        assertThatThrownBy(() -> SmallFile.read(proc, true, false, 1 << 18))
                .isInstanceOf(LeftOutException.class)
                .hasMessage("it says that it is empty, and is not");
    }

    @Test
    void readsEmptyFiles() throws Exception {
        tree.file("empty", 0);
        assertThat(only(read(), "empty").content()).isEmpty();
    }

    private Batch read() {
        tree.walk.folder(tree.top, "photos");
        return read(tree);
    }

    private static Batch read(TestTree tree) {
        Iterator<Slice> slices = Slices.of(tree.tree);
        Batch batch = new BatchReader(tree.tree, false).read(slices.next(), 0);
        assertThat(slices.hasNext()).isFalse();
        return batch;
    }

    private static Batch.Item only(Batch batch, String name) {
        return batch.items().stream()
                .filter(item -> item.entry().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
