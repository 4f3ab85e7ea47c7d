package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.List;
import java.util.function.Consumer;
import paloma.transfer.name.NameBytes;

/**
 * Opens folders below a root without following any link: each is opened relative to its parent (openat(2)), so that
 * nobody can slip a link in between. Where the system has no such calls (Windows), folders are known by their paths.
 *
 * @param made gets the folders that were missing and are made, outermost first; null to make none
 */
record FolderWalk(Path root, Consumer<Path> made) {
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
            return parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            if (made == null) {
                throw e;
            }
        }
        try (OpenFolder folder = OpenFolder.of(parent, place)) {
            make(folder, NameBytes.of(name));
        }
        return parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }

    private OpenFolder byPath(Iterable<Path> names) throws IOException {
        Path place = root;
        for (Path name : names) {
            if (made != null && Files.notExists(place.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                make(OpenFolder.byPath(place), NameBytes.of(name));
            }
            place = place.resolve(name);
        }
        return OpenFolder.byPath(place);
    }

    private void make(OpenFolder folder, String name) throws IOException {
        try {
            Files.createDirectory(folder.path(name));
        } catch (FileAlreadyExistsException e) {
            return; // Somebody else made it in the meantime, which is just as well.
        }
        made.accept(folder.place(name));
        folder.force();
    }
}
