package paloma.transfer.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Opens a part for this process alone. */
final class OpenPart {
    /** Another process may finish or remove the part between two looks, hardly more than once. */
    private static final int ATTEMPTS = 3;

    /** What is not whole is for nobody else. */
    private static final int PRIVATE_MODE = 0600;

    private static final Set<OpenOption> CREATE_NEW =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    private static final Set<OpenOption> EXISTING = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

    private OpenPart() {}

    /** Creates the part, or takes up the one that is there, unless another process writes it. */
    static FileChannel locked(Place part, FileName name) throws IOException, RefusedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            FileChannel channel = createOrOpen(part);
            boolean ours = false;
            try {
                ours = isOurs(channel, part.path());
            } finally {
                if (!ours) {
                    channel.close();
                }
            }
            if (ours) {
                return channel;
            }
        }
        throw RefusedException.busy(name);
    }

    /** Returns whether the file is locked by us, and still the part, and nothing but the part. */
    private static boolean isOurs(FileChannel channel, Path part) throws IOException {
        Object before = key(part);
        if (before == null || !lock(channel) || !before.equals(key(part))) {
            return false;
        }
        if (isSoleName(part)) {
            return true;
        }
        Files.delete(part); // Its process ended when the file had its name already, and must not be written any more.
        return false;
    }

    /** Creates a file that only its owner may see, or opens the one that is there. */
    private static FileChannel createOrOpen(Place place) throws IOException {
        Path path = place.path();
        BasicFileAttributes found = Places.attributes(path);
        if (found != null && !found.isRegularFile()) {
            Files.delete(path);
            found = null;
        }
        try {
            return found == null ? create(place) : open(place);
        } catch (FileAlreadyExistsException e) {
            return open(place);
        } catch (NoSuchFileException e) {
            return create(place);
        }
    }

    /** Opens the state of a part that is locked. */
    static FileChannel state(Place place) throws IOException {
        if (!isSoleName(place.path())) {
            Files.deleteIfExists(place.path());
        }
        return createOrOpen(place);
    }

    private static FileChannel create(Place place) throws IOException {
        return NoFollowOpen.open(place.root(), place.relative(), CREATE_NEW, privately(place.path()));
    }

    private static FileChannel open(Place place) throws IOException {
        try {
            return NoFollowOpen.open(place.root(), place.relative(), EXISTING);
        } catch (AccessDeniedException e) {
            // It has got the permissions of a file that may not be written, but not its name.
            FileMode.set(place.path(), PRIVATE_MODE);
            return NoFollowOpen.open(place.root(), place.relative(), EXISTING);
        }
    }

    private static boolean lock(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            return true; // A file system without locks: other processes are not kept out, the caller keeps out its own.
        }
    }

    private static Object key(Path path) throws IOException {
        BasicFileAttributes found = Places.attributes(path);
        return found == null ? null : Objects.requireNonNullElse(found.fileKey(), path);
    }

    /** Returns whether no other name, such as that of the finished file, leads to the same bytes. */
    private static boolean isSoleName(Path path) throws IOException {
        try {
            return Integer.valueOf(1).equals(Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static FileAttribute<?>[] privately(Path path) {
        return FileMode.isKeptBy(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FileMode.permissions(PRIVATE_MODE))}
                : new FileAttribute<?>[0];
    }
}
