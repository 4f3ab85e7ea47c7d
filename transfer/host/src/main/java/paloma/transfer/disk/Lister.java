package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Writes the list of a folder, sorted by names, folders before what is in them, in memory that the list's bound bounds. */
final class Lister {
    private final Path root;
    private final boolean recursive;
    private final int limitEntries;
    private final ListText text;
    private final PendingNames pending = new PendingNames();
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

    OutgoingFile list(Path path, FileName name) throws IOException {
        BasicFileAttributes attributes = DiskFile.attributes(path);
        if (attributes.isDirectory()) {
            return listFolder(path, name);
        }
        add(name, attributes);
        return end();
    }

    OutgoingFile listRoot() throws IOException {
        return listFolder(root, null);
    }

    /** @param name of the folder; null for the root */
    private OutgoingFile listFolder(Path folder, FileName name) throws IOException {
        enter(folder, "");
        for (String next = pending.next(); next != null && !isFull; next = pending.next()) {
            visit(folder, name, next);
        }
        return end();
    }

    private OutgoingFile end() {
        return text.end(Listing.tail(leftOut, isFull || isCut || pending.isCut()));
    }

    /** @param inner the name of what is visited, from the listed folder on */
    private void visit(Path folder, FileName name, String inner) {
        try {
            show(folder.resolve(inner), name == null ? FileName.parse(inner) : name.child(inner), inner);
        } catch (RefusedException | IOException | InvalidPathException e) {
            leftOut++;
        }
    }

    private void show(Path path, FileName name, String inner) throws IOException {
        BasicFileAttributes own = Places.attributes(path);
        if (own == null) {
            return; // removed in the meantime
        }
        Path real = own.isSymbolicLink() ? path.toRealPath() : path;
        BasicFileAttributes attributes = DiskFile.attributes(real);
        if (!real.startsWith(root) || attributes.isOther()) {
            leftOut++;
            return;
        }
        add(name, attributes);
        // A link to a folder is shown and not entered: it may lead in a circle.
        if (recursive && own.isDirectory() && !isFull) {
            enter(path, inner + '/');
        }
    }

    private void add(FileName name, BasicFileAttributes attributes) {
        isFull = !text.add(new Listing.Entry(name, attributes.isDirectory(), DiskFile.facts(attributes)).line());
    }

    /** Reads the names of a folder; what is in it is visited later, so that one folder at a time is open. */
    private void enter(Path folder, String prefix) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path child : entries) {
                if (++seen > limitEntries) {
                    isCut = true;
                    break;
                }
                add(child.getFileName(), prefix);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
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
