package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.transfer.disk.TestFiles.names;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paloma.transfer.Sha256;
import paloma.transfer.tree.Manifest;
import paloma.transfer.tree.PackBuilder;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.tree.Wanted;
import paloma.transfer.wire.FileFacts;

/** Few bytes can name very many folders, one in another: what that costs is bounded. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DeepTreeTest extends OpenRoot {
    private static final byte[] CONTENT = {1, 2, 3};

    @Test
    void aFileTwoThousandFoldersDeepIsRefusedAndItsNeighboursAreNot() throws Exception {
        PackBuilder pack = new PackBuilder();
        pack.add(file("a/near"), CONTENT);
        pack.add(file("d/".repeat(2_000) + "far"), CONTENT);
        pack.add(file("b/near"), CONTENT);
        assertThat(root.unpack("", pack.bytes(), false, true))
                .containsExactly(Verdict.SAME, Verdict.TOO_LARGE, Verdict.SAME);
        assertThat(names(folder)).containsExactlyInAnyOrder("a", "a/near", "b", "b/near");
    }

    @Test
    void aThousandFilesEachAmongFoldersOfItsOwnAreStoredUpToAnAmount() throws Exception {
        PackBuilder pack = new PackBuilder();
        for (int i = 0; i < 1_000; i++) {
            pack.add(file("d" + i + "/d".repeat(200) + "/far"), CONTENT);
        }
        List<Verdict> verdicts = root.unpack("", pack.bytes(), false, false);
        int stored = Collections.frequency(verdicts, Verdict.SAME);
        assertThat(stored).isBetween(5, 20);
        assertThat(Collections.frequency(verdicts, Verdict.TOO_LARGE)).isEqualTo(1_000 - stored);
    }

    @Test
    void aDeepTreeThatIsSentFolderByFolderIsStored() throws Exception {
        StringBuilder name = new StringBuilder("d");
        PackBuilder pack = new PackBuilder();
        List<TreeEntry> entries = new ArrayList<>();
        for (int depth = 0; depth < 500; depth++) {
            entries.add(TreeEntry.folder(name.toString(), new FileFacts(0, 0755, 1)));
            name.append("/d");
        }
        entries.add(file(name + "/far"));
        entries.forEach(entry -> pack.add(entry, entry.sha256() == null ? null : CONTENT));
        assertThat(root.unpack("", pack.bytes(), false, false)).containsOnly(Verdict.SAME);
        byte[] manifest = Manifest.encode(entries);
        assertThat(root.offered("", manifest, false)).containsOnly(Verdict.SAME);
        try (OutgoingFile fetched = root.fetched("", List.of(new Wanted(name + "/far", null)), false)) {
            assertThat(fetched.facts().size()).isGreaterThan(CONTENT.length);
        }
    }

    private static TreeEntry file(String name) {
        return TreeEntry.file(name, new FileFacts(CONTENT.length, 0644, 1), Sha256.of(CONTENT, CONTENT.length));
    }
}
