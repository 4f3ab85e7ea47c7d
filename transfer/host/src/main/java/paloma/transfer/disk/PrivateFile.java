package paloma.transfer.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** Opens files that only their owner may read: what is incomplete is nobody else's business. */
final class PrivateFile {
    private static final int MODE = 0600;

    private static final Set<OpenOption> CREATE_NEW =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    private static final Set<OpenOption> EXISTING =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private PrivateFile() {}

    /** Opens the regular file at a place, for reading and writing; anything else there is replaced by a new file. */
    static FileChannel open(Place place) throws IOException {
        Path path = place.path();
        BasicFileAttributes found = Places.attributes(path);
        if (found != null && !found.isRegularFile()) {
            Files.delete(path);
            found = null;
        }
        try {
            return found == null ? create(path) : existing(path);
        } catch (FileAlreadyExistsException e) {
            return existing(path);
        } catch (NoSuchFileException e) {
            return create(path);
        }
    }

    /** Opens the file at a place as above, and replaces one that has another name too. */
    static FileChannel openSole(Place place) throws IOException {
        FileChannel channel = open(place);
        boolean sole = false;
        try {
            FileIdentity opened = OpenFile.of(channel, place.path()).identity();
            sole = opened != null && opened.names() == 1;
        } finally {
            if (!sole) {
                channel.close();
            }
        }
        if (sole) {
            return channel;
        }
        Files.deleteIfExists(place.path());
        return create(place.path());
    }

    /** Creates a file where there is nothing. */
    static FileChannel create(Path path) throws IOException {
        return FileChannel.open(path, CREATE_NEW, ownerOnly(path));
    }

    private static FileChannel existing(Path path) throws IOException {
        try {
            return FileChannel.open(path, EXISTING);
        } catch (AccessDeniedException e) {
            // A transfer was killed between giving the part the permissions of a read-only file and giving it its name.
            makeWritable(path);
            return FileChannel.open(path, EXISTING);
        }
    }

    /** Leaves alone what has another name too: it is no part, or not any more. */
    private static void makeWritable(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, READ)) {
            OpenFile file = OpenFile.of(channel, path);
            FileIdentity opened = file.identity();
            if (opened != null && opened.names() == 1) {
                file.setMode(MODE);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return FileMode.asAttribute(path, MODE);
    }
}
