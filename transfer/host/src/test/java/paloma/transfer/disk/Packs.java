package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import paloma.transfer.Sha256;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Manifest;
import paloma.transfer.tree.PackBuilder;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.FileFacts;

/** Trees as a sender has them. */
final class Packs {
    static final long MODIFIED_NANOS = TestFiles.MODIFIED_NANOS;

    private Packs() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static TreeEntry file(String name, byte[] content) {
        return file(name, content, 0640);
    }

    static TreeEntry file(String name, byte[] content, int mode) {
        FileFacts facts = new FileFacts(content.length, mode, MODIFIED_NANOS);
        return TreeEntry.file(name, facts, Sha256.of(content, content.length));
    }

    static TreeEntry folder(String name) {
        return TreeEntry.folder(name, FileFacts.NONE);
    }

    static TreeEntry folderFacts(String name, int mode) {
        return TreeEntry.folderFacts(name, new FileFacts(0, mode, MODIFIED_NANOS));
    }

    static TreeEntry link(String name, String target) {
        return TreeEntry.link(name, new FileFacts(0, FileFacts.NO_MODE, MODIFIED_NANOS), bytes(target));
    }

    /** Of entries, and of the content of each file behind it. */
    static byte[] pack(Object... entriesAndContents) {
        PackBuilder pack = new PackBuilder();
        for (int i = 0; i < entriesAndContents.length; i++) {
            TreeEntry entry = (TreeEntry) entriesAndContents[i];
            boolean hasContent = i + 1 < entriesAndContents.length && entriesAndContents[i + 1] instanceof byte[];
            assertThat(pack.add(entry, hasContent ? (byte[]) entriesAndContents[++i] : null))
                    .isTrue();
        }
        return pack.bytes();
    }

    /** A pack of one file. */
    static byte[] fileOf(String name, String content) {
        return pack(file(name, bytes(content)), bytes(content));
    }

    static List<Verdict> offer(Root root, String base, boolean force, TreeEntry... entries) throws RefusedException {
        return root.offered(base, Manifest.encode(List.of(entries)), force);
    }
}
