package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import paloma.transfer.name.NameBytes;

/**
 * Reads the names in a folder, once, and their attributes. No link is followed, and where the system can, everything is
 * read relative to the open folder, whatever is put in its place meanwhile.
 */
final class FolderReader implements AutoCloseable {
    private final Path place;
    private final DirectoryStream<Path> stream;

    /** The same folder, once links are read: Java reads none relative to an open folder. */
    private OpenFolder links;

    private FolderReader(Path place, DirectoryStream<Path> stream) {
        this.place = place;
        this.stream = stream;
    }

    static FolderReader of(Path root) throws IOException {
        return new FolderReader(root, Files.newDirectoryStream(root));
    }

    /** @param relative a path below the root without links in it; null for the root */
    static FolderReader of(Path root, Path relative) throws IOException {
        FolderReader folder = of(root);
        if (relative == null) {
            return folder;
        }
        for (Path name : relative) {
            try (FolderReader parent = folder) {
                folder = parent.enter(name);
            }
        }
        return folder;
    }

    FolderReader enter(Path name) throws IOException {
        DirectoryStream<Path> next = stream instanceof SecureDirectoryStream<Path> secure
                ? secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)
                : Files.newDirectoryStream(place.resolve(name));
        return new FolderReader(place.resolve(name), next);
    }

    /** Returns null where there is nothing. */
    BasicFileAttributes attributes(Path name) throws IOException {
        try {
            return stream instanceof SecureDirectoryStream<Path> secure
                    ? secure.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes()
                    : DiskFile.attributes(place.resolve(name), LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Returns where a name leads, links followed. */
    Path real(Path name) throws IOException {
        return place.resolve(name).toRealPath();
    }

    /** Returns what a link says. */
    byte[] target(Path name) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            links = links == null ? OpenFolder.of(secure, place) : links;
            return NameBytes.target(links.path(NameBytes.of(name)));
        }
        return NameBytes.target(place.resolve(name));
    }

    /** Passes each name on, until the reader has enough. */
    void names(NameReader reader) throws IOException {
        try {
            for (Path child : stream) {
                if (!reader.read(child.getFileName())) {
                    return;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        Quietly.close(stream);
        if (links != null) {
            links.close();
        }
    }

    interface NameReader {
        /** Returns whether it wants more. */
        boolean read(Path name);
    }
}
