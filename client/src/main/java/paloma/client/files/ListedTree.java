package paloma.client.files;

import java.util.ArrayList;
import java.util.List;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.wire.FileFacts;

/**
 * What the server lists of one source, and where it goes. Names are relative to the base, which has an empty one; folders
 * come before what is in them.
 */
final class ListedTree {
    /** A file. */
    record Item(String name, FileFacts facts) {
        boolean isSmall() {
            return facts.size() <= TreeEntry.MAX_FILE_BYTES;
        }
    }

    private final String base;
    private final TreeTarget target;
    private final List<Item> files = new ArrayList<>();
    private final List<TreeEntry> folders = new ArrayList<>();
    private final List<TreeEntry> links = new ArrayList<>();
    private long bytes;

    /** @param base a folder of the server; empty for all that it has */
    ListedTree(String base, TreeTarget target) {
        this.base = base;
        this.target = target;
    }

    void addFile(String name, FileFacts facts) {
        files.add(new Item(name, facts));
        bytes += facts.size();
    }

    void addFolder(String name, FileFacts facts) {
        folders.add(TreeEntry.folder(name, facts));
    }

    void addLink(String name, FileFacts facts, byte[] where) {
        links.add(TreeEntry.link(name, facts, where));
    }

    String base() {
        return base;
    }

    TreeTarget target() {
        return target;
    }

    List<Item> files() {
        return files;
    }

    List<TreeEntry> folders() {
        return folders;
    }

    List<TreeEntry> links() {
        return links;
    }

    long bytes() {
        return bytes;
    }

    /** Returns the name of something on the server. */
    String full(String name) {
        return base.isEmpty() ? name : name.isEmpty() ? base : base + '/' + name;
    }
}
