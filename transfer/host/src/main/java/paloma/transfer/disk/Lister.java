package paloma.transfer.disk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes the list of a folder, sorted by names, folders before what is in them. */
final class Lister {
    private final Path root;
    private final boolean recursive;
    private final int limitBytes;
    private final int limitEntries;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private int seen;
    private int leftOut;
    private boolean isCut;
    private boolean isFull;

    /** @param limitEntries the most entries to look at, so that a folder full of unsendable names ends too */
    Lister(Path root, boolean recursive, int limitBytes, int limitEntries) {
        this.root = root;
        this.recursive = recursive;
        this.limitBytes = limitBytes;
        this.limitEntries = limitEntries;
    }

    byte[] list(Path path, FileName name) throws IOException {
        BasicFileAttributes attributes = DiskFile.attributes(path);
        if (attributes.isDirectory()) {
            enter(path, name);
        } else {
            add(new Listing.Entry(name, false, DiskFile.facts(attributes)));
        }
        return end();
    }

    byte[] listRoot() throws IOException {
        enter(root, null);
        return end();
    }

    private byte[] end() {
        text.writeBytes(Listing.tail(leftOut, isCut).getBytes(StandardCharsets.UTF_8));
        return text.toByteArray();
    }

    /** @param name of the folder; null for the root */
    private void enter(Path folder, FileName name) throws IOException {
        for (Path child : sorted(folder)) {
            if (isFull) {
                return;
            }
            String last = child.getFileName().toString();
            if (!PartNames.isOurs(last)) {
                visit(child, name, last);
            }
        }
    }

    private void visit(Path child, FileName folder, String last) {
        try {
            FileName name = folder == null ? FileName.parse(last) : folder.child(last);
            // Bytes that are no text were turned into replacement characters, and would name another file.
            if (!root.getFileSystem().getPath(last).equals(child.getFileName())) {
                leftOut++;
                return;
            }
            visit(child, name);
        } catch (RefusedException | IOException | InvalidPathException e) {
            leftOut++;
        }
    }

    private void visit(Path child, FileName name) throws IOException {
        BasicFileAttributes own = Places.attributes(child);
        if (own == null) {
            return; // removed in the meantime
        }
        Path real = own.isSymbolicLink() ? child.toRealPath() : child;
        BasicFileAttributes attributes = DiskFile.attributes(real);
        if (!real.startsWith(root) || attributes.isOther()) {
            leftOut++;
            return;
        }
        add(new Listing.Entry(name, attributes.isDirectory(), DiskFile.facts(attributes)));
        // A link to a folder is shown and not entered: it may lead in a circle.
        if (recursive && own.isDirectory()) {
            enter(child, name);
        }
    }

    private void add(Listing.Entry entry) {
        byte[] line = entry.line().getBytes(StandardCharsets.UTF_8);
        if (text.size() + line.length > limitBytes) {
            isCut = true;
            isFull = true;
        } else {
            text.writeBytes(line);
        }
    }

    private List<Path> sorted(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path child : entries) {
                if (++seen > limitEntries) {
                    isCut = true;
                    break;
                }
                children.add(child);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        children.sort(Comparator.comparing(child -> child.getFileName().toString()));
        return children;
    }
}
