package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import paloma.transfer.name.FileName;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.PartNames;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.LinkRule;
import paloma.transfer.wire.FileFacts;

/** Writes the list of a folder, sorted by names, folders before what is in them, in memory that the list's bound bounds. */
final class Lister {
    /** As many folders within one another: each takes two descriptors while the list is made. */
    private static final int MAX_OPEN = 64;

    private record Level(FolderReader folder, String prefix) {}

    private final Path root;
    private final boolean recursive;
    private final boolean follow;
    private final int limitEntries;
    private final ListText text;
    private final PendingNames pending = new PendingNames();
    private final Deque<Level> open = new ArrayDeque<>();
    private int seen;
    private int leftOut;
    private boolean isFull;
    private boolean isCut;

    /**
     * @param follow whether links are shown as what they lead to, as long as that is below the root
     * @param limitEntries the most entries to look at, so that a folder full of unsendable names ends too
     */
    Lister(Path root, boolean recursive, boolean follow, int limitBytes, int limitEntries) {
        this.root = root;
        this.recursive = recursive;
        this.follow = follow;
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
                if (recursive) {
                    addOrLeaveOut(name, attributes); // a tree has the facts of its top, too
                }
                return listFolder(parent.enter(relative.getFileName()), name);
            }
            addOrLeaveOut(name, attributes);
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
        String name = listed == null ? inner : listed.text() + '/' + inner;
        int lastFrom = inner.lastIndexOf('/') + 1;
        while (!open.element().prefix.equals(inner.substring(0, lastFrom))) {
            open.pop().folder.close(); // all that is in it was visited
        }
        FolderReader folder = open.element().folder;
        try {
            Path last = NameBytes.path(root.getFileSystem(), inner.substring(lastFrom));
            if (PartNames.isOurs(inner.substring(lastFrom))) {
                showPart(folder, last, name);
            } else {
                show(folder, last, FileName.parse(name, FileName.MAX_TREE_BYTES), inner);
            }
        } catch (IOException e) {
            leaveOut(name, Listing.LeftOut.UNREADABLE);
        } catch (RefusedException | InvalidPathException e) {
            leftOut++;
        }
    }

    /** The state of a part is named by the part only, and who holds it is of no use. */
    private void showPart(FolderReader folder, Path last, String name) throws IOException {
        boolean isShown =
                PartNames.isNote(last) || PartNames.isState(last) && folder.attributes(PartNames.partOf(last)) != null;
        if (!isShown && folder.attributes(last) != null) {
            leaveOut(name, Listing.LeftOut.UNFINISHED);
        }
    }

    private void show(FolderReader folder, Path last, FileName name, String inner) throws IOException {
        BasicFileAttributes own = folder.attributes(last);
        if (own == null) {
            return; // removed in the meantime
        }
        if (own.isSymbolicLink()) {
            showLink(folder, last, name, own);
            return;
        }
        addOrLeaveOut(name, own);
        if (!recursive || !own.isDirectory() || isFull) {
            return;
        }
        if (open.size() == MAX_OPEN) {
            isCut = true;
            return;
        }
        enter(folder.enter(last), inner + '/');
    }

    /** A link to a folder is shown and not entered: it may lead in a circle. */
    private void showLink(FolderReader folder, Path last, FileName name, BasicFileAttributes own) throws IOException {
        if (!follow) {
            showItself(folder, last, name, own);
            return;
        }
        BasicFileAttributes behind = null;
        try {
            behind = behind(folder.real(last));
        } catch (NoSuchFileException e) {
            leaveOut(name.text(), Listing.LeftOut.DANGLING);
            return;
        }
        if (behind == null) {
            leaveOut(name.text(), Listing.LeftOut.LEADS_OUT);
        } else {
            addOrLeaveOut(name, behind);
        }
    }

    private void showItself(FolderReader folder, Path last, FileName name, BasicFileAttributes own) throws IOException {
        byte[] target = folder.target(last);
        if (LinkRule.staysInside(name.text(), target)) {
            FileFacts facts =
                    new FileFacts(0, FileFacts.NO_MODE, DiskFile.facts(own).modifiedNanos());
            add(new Listing.Entry(name, Listing.Kind.LINK, facts, NameBytes.decode(target)).line());
        } else {
            leaveOut(name.text(), Listing.LeftOut.LEADS_OUT);
        }
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

    private void addOrLeaveOut(FileName name, BasicFileAttributes attributes) {
        if (attributes.isOther() || attributes.isSymbolicLink()) {
            leaveOut(name.text(), Listing.LeftOut.SPECIAL);
            return;
        }
        Listing.Kind kind = attributes.isDirectory() ? Listing.Kind.FOLDER : Listing.Kind.FILE;
        add(new Listing.Entry(name, kind, DiskFile.facts(attributes), null).line());
    }

    private void leaveOut(String name, String reason) {
        add(new Listing.LeftOut(reason, name).line());
    }

    private void add(String line) {
        isFull = !text.add(line);
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
        pending.add(prefix + NameBytes.of(last), text.roomBytes());
    }
}
