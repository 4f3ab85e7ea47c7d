package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.List;
import java.util.function.Consumer;
import paloma.transfer.name.NameBytes;

/**
 * Opens folders below a root without following any link: each is opened relative to its parent (openat(2)), so that
 * nobody can slip a link in between. Where the system has no such calls (Windows), folders are known by their paths.
 *
 * @param maker makes the folders that are missing, outermost first; null to make none
 */
record FolderWalk(Path root, Maker maker) {
    interface Maker {
        /** @throws FileAlreadyExistsException when somebody else made it in the meantime, which is just as well */
        void make(OpenFolder parent, String name) throws IOException;
    }

    /**
     * Makes the folders that are missing, on the device too.
     *
     * @param made gets them, outermost first
     */
    static FolderWalk making(Path root, Consumer<Path> made) {
        return new FolderWalk(root, (parent, name) -> {
            Files.createDirectory(parent.path(name));
            made.accept(parent.place(name));
            parent.force();
        });
    }

    static OpenFolder open(Path root, Path relative) throws IOException {
        return new FolderWalk(root, null).open(relative);
    }

    /** @param relative a path below the root without links in it; null for the root */
    OpenFolder open(Path relative) throws IOException {
        Iterable<Path> names = relative == null ? List.of() : relative;
        DirectoryStream<Path> top = Files.newDirectoryStream(root);
        if (top instanceof SecureDirectoryStream<Path> secure) {
            try (SecureDirectoryStream<Path> folder = walk(secure, names)) {
                return OpenFolder.of(folder, relative == null ? root : root.resolve(relative));
            }
        }
        top.close();
        return byPath(names);
    }

    /** Removes a folder below the root, if it is empty. */
    static void remove(Path root, Path relative) throws IOException {
        DirectoryStream<Path> top = Files.newDirectoryStream(root);
        if (top instanceof SecureDirectoryStream<Path> secure) {
            Iterable<Path> names = relative.getParent() == null ? List.of() : relative.getParent();
            try (SecureDirectoryStream<Path> folder = new FolderWalk(root, null).walk(secure, names)) {
                folder.deleteDirectory(relative.getFileName());
            }
            return;
        }
        top.close();
        Files.delete(root.resolve(relative));
    }

    /**
     * Removes those of the folders that are empty: what is refused leaves no trace.
     *
     * @param folders outermost first
     */
    static void removeEmpty(Path root, List<Path> folders) {
        for (int i = folders.size() - 1; i >= 0; i--) {
            try {
                remove(root, root.relativize(folders.get(i)));
            } catch (IOException e) {
                // It is not empty, or somebody else removed or moved it.
            }
        }
    }

    /** Closes each folder as soon as the next is open: a name can have hundreds of parts. */
    private SecureDirectoryStream<Path> walk(SecureDirectoryStream<Path> top, Iterable<Path> names) throws IOException {
        SecureDirectoryStream<Path> folder = top;
        Path place = root;
        for (Path name : names) {
            try (SecureDirectoryStream<Path> parent = folder) {
                folder = enter(parent, place, name);
            }
            place = place.resolve(name);
        }
        return folder;
    }

    private SecureDirectoryStream<Path> enter(SecureDirectoryStream<Path> parent, Path place, Path name)
            throws IOException {
        try {
            requireFolder(parent, name);
            return parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            if (maker == null) {
                throw e;
            }
        }
        try (OpenFolder folder = OpenFolder.of(parent, place)) {
            make(folder, NameBytes.of(name));
        }
        return parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }

    /** Looked at before: opening a pipe would wait for its writer for ever. */
    private static void requireFolder(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        if (!parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory()) {
            throw new NotDirectoryException(name.toString());
        }
    }

    private OpenFolder byPath(Iterable<Path> names) throws IOException {
        Path place = root;
        for (Path name : names) {
            if (maker != null && Files.notExists(place.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                make(OpenFolder.byPath(place), NameBytes.of(name));
            }
            place = place.resolve(name);
        }
        return OpenFolder.byPath(place);
    }

    private void make(OpenFolder folder, String name) throws IOException {
        try {
            maker.make(folder, name);
        } catch (FileAlreadyExistsException e) {
            // by somebody else
        }
    }
}
