package paloma.transfer.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import paloma.transfer.name.NameBytes;

/**
 * A folder that is held open, so that what is done in it happens there, whoever renames it or puts a link in its place
 * meanwhile. Java can do too little relative to an open folder (no linkat(2), no mkdirat(2)), so its files are named by
 * way of {@link HandlePath}; where there is none (Windows, macOS), by the path of the folder.
 */
final class OpenFolder implements AutoCloseable {
    private static final Path ITSELF = Path.of(".");

    private final Path place;
    private final Path path;

    /** Null where the folder is known by its path only, and then so is the key. */
    private final FileChannel handle;

    private final Object fileKey;

    private OpenFolder(Path place, Path path, FileChannel handle, Object fileKey) {
        this.place = place;
        this.path = path;
        this.handle = handle;
        this.fileKey = fileKey;
    }

    static OpenFolder byPath(Path place) {
        return new OpenFolder(place, place, null, null);
    }

    /** @param stream open on the folder; stays the caller's */
    static OpenFolder of(SecureDirectoryStream<Path> stream, Path place) throws IOException {
        Object fileKey = stream.getFileAttributeView(BasicFileAttributeView.class)
                .readAttributes()
                .fileKey();
        FileChannel handle = (FileChannel) stream.newByteChannel(ITSELF, Set.of(StandardOpenOption.READ));
        Path path = null;
        try {
            path = HandlePath.of(handle, fileKey);
        } finally {
            if (path == null) {
                handle.close();
            }
        }
        return path == null ? byPath(place) : new OpenFolder(place, path, handle, fileKey);
    }

    /** Returns the path that leads to a file in the folder while it is open. */
    Path path(String last) {
        if (handle != null && !handle.isOpen()) {
            throw new IllegalStateException(place + " is closed"); // the path may lead anywhere now
        }
        return path.resolve(NameBytes.path(path.getFileSystem(), last));
    }

    /** Returns the path by which a file in the folder was found. */
    Path place(String last) {
        return place.resolve(NameBytes.path(place.getFileSystem(), last));
    }

    /** Returns the attributes of the folder itself. */
    OpenFile itself() {
        return handle == null ? OpenFile.byName(path) : OpenFile.byHandle(path);
    }

    /** Returns whether the path by which the folder was found still leads to it. */
    boolean isInPlace() throws IOException {
        BasicFileAttributes found = Places.attributes(place);
        return handle == null || found != null && Objects.equals(found.fileKey(), fileKey);
    }

    /** Has the device store the names in the folder; where a folder cannot be opened (Windows) the system does it. */
    void force() throws IOException {
        if (handle != null) {
            handle.force(true);
            return;
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    @Override
    public void close() {
        if (handle != null) {
            Quietly.close(handle);
        }
    }
}
