package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import paloma.transfer.name.FileName;
import paloma.transfer.name.PartNames;
import paloma.transfer.name.RefusedException;

/** Writes the list of a folder, sorted by names, folders before what is in them, in memory that the list's bound bounds. */
final class Lister {
    /** As many folders within one another: each takes two descriptors while the list is made. */
    private static final int MAX_OPEN = 64;

    private record Level(FolderReader folder, String prefix) {}

    private final Path root;
    private final boolean recursive;
    private final int limitEntries;
    private final ListText text;
    private final PendingNames pending = new PendingNames();
    private final Deque<Level> open = new ArrayDeque<>();
    private int seen;
    private int leftOut;
    private boolean isFull;
    private boolean isCut;

    /** @param limitEntries the most entries to look at, so that a folder full of unsendable names ends too */
    Lister(Path root, boolean recursive, int limitBytes, int limitEntries) {
        this.root = root;
        this.recursive = recursive;
        this.limitEntries = limitEntries;
        text = new ListText(limitBytes);
    }

    /** @param relative the path of a file or folder from the root, without links in it */
    OutgoingFile list(Path relative, FileName name) throws IOException {
        if (relative.toString().isEmpty()) {
            return listFolder(FolderReader.of(root), name);
        }
        try (FolderReader parent = FolderReader.of(root, relative.getParent())) {
            BasicFileAttributes attributes = parent.attributes(relative.getFileName());
            if (attributes == null) {
                throw new NoSuchFileException(name.text());
            }
            if (attributes.isDirectory()) {
                return listFolder(parent.enter(relative.getFileName()), name);
            }
            add(name, attributes);
            return end();
        }
    }

    OutgoingFile listRoot() throws IOException {
        return listFolder(FolderReader.of(root), null);
    }

    /** @param name of the folder; null for the root */
    private OutgoingFile listFolder(FolderReader folder, FileName name) throws IOException {
        try {
            enter(folder, "");
            for (String next = pending.next(); next != null && !isFull; next = pending.next()) {
                visit(name, next);
            }
            return end();
        } finally {
            open.forEach(level -> level.folder.close());
        }
    }

    private OutgoingFile end() {
        return text.end(Listing.tail(leftOut, isFull || isCut || pending.isCut()));
    }

    /** @param inner the name of what is visited, from the listed folder on */
    private void visit(FileName listed, String inner) {
        try {
            FileName name = listed == null ? FileName.parse(inner) : listed.child(inner);
            String prefix = inner.substring(0, inner.lastIndexOf('/') + 1);
            while (!open.element().prefix.equals(prefix)) {
                open.pop().folder.close(); // all that is in it was visited
            }
            show(open.element().folder, root.getFileSystem().getPath(name.last()), name, inner);
        } catch (RefusedException | IOException | InvalidPathException e) {
            leftOut++;
        }
    }

    private void show(FolderReader folder, Path last, FileName name, String inner) throws IOException {
        BasicFileAttributes own = folder.attributes(last);
        if (own == null) {
            return; // removed in the meantime
        }
        BasicFileAttributes attributes = own.isSymbolicLink() ? behind(folder.real(last)) : own;
        if (attributes == null || attributes.isOther() || attributes.isSymbolicLink()) {
            leftOut++;
            return;
        }
        add(name, attributes);
        // A link to a folder is shown and not entered: it may lead in a circle.
        if (!recursive || !own.isDirectory() || isFull) {
            return;
        }
        if (open.size() == MAX_OPEN) {
            isCut = true;
            return;
        }
        enter(folder.enter(last), inner + '/');
    }

    /** Returns the attributes of what a link leads to, or null where that is outside. */
    private BasicFileAttributes behind(Path real) throws IOException {
        if (!real.startsWith(root)) {
            return null;
        }
        Path relative = root.relativize(real);
        if (relative.toString().isEmpty()) {
            return DiskFile.attributes(root);
        }
        try (FolderReader folder = FolderReader.of(root, relative.getParent())) {
            return folder.attributes(relative.getFileName());
        }
    }

    private void add(FileName name, BasicFileAttributes attributes) {
        isFull = !text.add(new Listing.Entry(name, attributes.isDirectory(), DiskFile.facts(attributes)).line());
    }

    /** Reads the names of a folder, which stays open until all that is in it was visited. */
    private void enter(FolderReader folder, String prefix) throws IOException {
        open.push(new Level(folder, prefix));
        try {
            folder.names(last -> {
                if (++seen > limitEntries) {
                    isCut = true;
                    return false;
                }
                add(last, prefix);
                return true;
            });
        } finally {
            pending.endFolder();
        }
    }

    private void add(Path last, String prefix) {
        String name = last.toString();
        if (PartNames.isOurs(name)) {
            return;
        }
        // Bytes that are no text were turned into replacement characters, and would name another file.
        if (isText(last, name)) {
            pending.add(prefix + name, text.roomBytes());
        } else {
            leftOut++;
        }
    }

    private boolean isText(Path last, String name) {
        try {
            return root.getFileSystem().getPath(name).equals(last);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
