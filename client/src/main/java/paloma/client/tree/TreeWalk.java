package paloma.client.tree;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import paloma.transfer.name.FileName;
import paloma.transfer.name.NameBytes;
import paloma.transfer.tree.LinkRule;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.wire.FileFacts;

/** Finds what there is to send. What cannot be sent is left out and named: one bad item never stops a tree. */
public final class TreeWalk {
    private final LocalTree tree;
    private final boolean follow;
    private final Exclusion exclusion;
    private final LeftOutListener listener;
    private final LocalTree.Places places;

    /** Which folders the walk is in, to notice circles; kept where links are followed. */
    private final Map<Integer, Object> keys = new HashMap<>();

    private final Deque<Integer> waiting = new ArrayDeque<>();
    private String base = "";
    private int special;

    /** @param follow whether what links lead to is sent, and not the links */
    public TreeWalk(LocalTree tree, boolean follow, Exclusion exclusion, LeftOutListener listener) {
        this.tree = tree;
        this.follow = follow;
        this.exclusion = exclusion;
        this.listener = listener;
        places = tree.places();
    }

    /** Returns how many have permissions that do not travel: set-user-ID, set-group-ID or sticky. */
    public int special() {
        return special;
    }

    /**
     * Adds a file that the user named; a link is followed.
     *
     * @param folder of the server
     */
    public void file(Path path, String folder) {
        base = folder;
        Path parent = path.getParent() == null ? path.getFileSystem().getPath("") : path.getParent();
        try {
            Inode inode = Inode.of(path, true);
            checkName(NameBytes.of(path));
            if (!inode.isFile()) {
                throw new LeftOutException(inode.kind());
            }
            special += inode.isSpecial() ? 1 : 0;
            addFile(tree.top(folder, parent, true), NameBytes.of(path), inode.size());
        } catch (IOException e) {
            leftOut(path, LeftOutException.of(e).getMessage());
        } catch (LeftOutException e) {
            leftOut(path, e.getMessage());
        }
    }

    private static void checkName(String name) throws LeftOutException {
        if (FileName.isUnfinished(name)) {
            throw new LeftOutException("a part of an unfinished transfer");
        }
    }

    /** Adds a folder, which is {@code name} on the server, with all that is in it. */
    public void folder(Path path, String name) {
        base = name;
        int top = tree.top(name, path, follow);
        walk(tree.add(top, "", LocalTree.Kind.FOLDER, 0), path);
    }

    /** Adds all that is in a folder, to a folder of the server that is not otherwise changed. */
    public void contents(Path path, String folder) {
        base = folder;
        walk(tree.top(folder, path, follow), path);
    }

    private void walk(int top, Path path) {
        keys.clear();
        read(top, path, "");
        while (!waiting.isEmpty()) {
            int folder = waiting.removeLast();
            read(folder, places.path(folder), places.name(folder) + '/');
        }
    }

    /** Closes a folder before it goes down: a tree may be deeper than files may be open. */
    private void read(int folder, Path path, String prefix) {
        try (DirectoryStream<Path> items = Files.newDirectoryStream(path)) {
            if (follow) {
                keys.put(folder, Inode.of(path, true).key());
            }
            for (Path item : items) {
                visit(folder, item, prefix);
            }
        } catch (DirectoryIteratorException e) {
            leftOutContents(path, e.getCause());
        } catch (IOException e) {
            leftOutContents(path, e);
        }
    }

    private void leftOutContents(Path path, IOException e) {
        leftOut(path, "what is in it: " + LeftOutException.of(e).getMessage());
    }

    private void visit(int folder, Path item, String prefix) {
        try {
            String own = NameBytes.of(item);
            Inode inode = inode(item);
            if (exclusion.isExcluded(prefix + own, inode.isFolder())) {
                return;
            }
            checkName(own);
            add(folder, item, own, prefix, inode);
        } catch (IOException e) {
            leftOut(item, LeftOutException.of(e).getMessage());
        } catch (LeftOutException e) {
            leftOut(item, e.getMessage());
        }
    }

    private Inode inode(Path item) throws IOException, LeftOutException {
        Inode itself = Inode.of(item, false);
        if (!follow || !itself.isLink()) {
            return itself;
        }
        try {
            return Inode.of(item, true);
        } catch (NoSuchFileException e) {
            throw new LeftOutException("a link that leads to nothing");
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            throw new LeftOutException("a link that cannot be followed: " + e.getReason());
        }
    }

    private void add(int folder, Path item, String own, String prefix, Inode inode)
            throws IOException, LeftOutException {
        if (NameBytes.encode(prefix).length + NameBytes.encode(own).length > FileName.MAX_TREE_BYTES) {
            throw new LeftOutException("with its folders, its name is longer than the " + FileName.MAX_TREE_BYTES
                    + " bytes that can be sent");
        }
        special += inode.isSpecial() ? 1 : 0;
        if (inode.isFile()) {
            addFile(folder, own, inode.size());
        } else if (inode.isFolder()) {
            checkCircle(folder, inode);
            waiting.addLast(tree.add(folder, own, LocalTree.Kind.FOLDER, 0));
        } else if (inode.isLink()) {
            checkLink(item, prefix + own);
            tree.add(folder, own, LocalTree.Kind.LINK, 0);
        } else {
            throw new LeftOutException(inode.kind());
        }
    }

    /** What is large goes on its own, and there are fewer bytes for the name. */
    private void addFile(int folder, String own, long size) throws LeftOutException {
        if (size > FileFacts.LIMIT_BYTES) {
            throw new LeftOutException("too large to be sent");
        }
        int file = tree.add(folder, own, LocalTree.Kind.FILE, size);
        int bytes = NameBytes.encode(base).length + 1 + tree.nameBytes(file);
        if (size > TreeEntry.MAX_FILE_BYTES && bytes > FileName.MAX_BYTES) {
            tree.removeLast();
            throw new LeftOutException("with its folders, its name is longer than the " + FileName.MAX_BYTES
                    + " bytes that can be sent of a file of more than 256 KiB");
        }
    }

    private static void checkLink(Path item, String name) throws IOException, LeftOutException {
        if (!LinkRule.staysInside(name, NameBytes.target(item))) {
            throw new LeftOutException("a link that leads out of what is sent; --follow sends what it leads to");
        }
    }

    private void checkCircle(int folder, Inode inode) throws LeftOutException {
        if (!follow || inode.key() == null) {
            return;
        }
        for (int at = folder; ; at = tree.folder(at)) {
            if (inode.key().equals(keys.get(at))) {
                throw new LeftOutException("a link that leads in a circle");
            }
            if (at < 0) {
                return;
            }
        }
    }

    private void leftOut(Path path, String why) {
        listener.leftOut(NameBytes.text(path), why);
    }
}
