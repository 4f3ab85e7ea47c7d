package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import paloma.transfer.name.PartNames;

/**
 * The file that a {@link Lease} is in. It is opened anew each time, so that over NFS everybody sees what the others wrote
 * when they closed it.
 *
 * @param key as {@link PartNames#key} tells it
 */
record LeaseFile(OpenFolder folder, String key) {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> UPDATE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /** @param target where the file will appear that the lease's part is of */
    static LeaseFile of(Place target) {
        return new LeaseFile(target.folder(), PartNames.key(target.last()));
    }

    private Path path() {
        return folder.path(PartNames.lease(key));
    }

    private Path wanted() {
        return folder.path(PartNames.wanted(key));
    }

    /** Returns {@link Lease#NONE} where there is none. */
    Lease read() throws IOException {
        Lease found = find();
        return found == null ? Lease.NONE : found;
    }

    /** Returns null where there is none. */
    Lease find() throws IOException {
        Path path = path();
        if (!isFile(path)) {
            return null;
        }
        try (FileChannel channel = FileChannel.open(path, READ)) {
            return read(channel);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static boolean isFile(Path path) throws IOException {
        BasicFileAttributes found = Places.attributes(path);
        return found != null && found.isRegularFile();
    }

    private static Lease read(FileChannel channel) throws IOException {
        byte[] bytes = new byte[Lease.BYTES];
        return Lease.decode(bytes, Positioned.read(channel, ByteBuffer.wrap(bytes), 0));
    }

    /**
     * Returns whether the lease is as it was seen; where there was none, one is made that nobody holds. That asks the server
     * of a network file system, whatever is remembered here of a name that was not there.
     */
    boolean isStill(Lease seen) throws IOException {
        if (seen.equals(Lease.NONE) && create(Lease.NONE)) {
            return true;
        }
        return read().equals(seen);
    }

    /** Writes the lease over the one of its number, unless there is a later one; returns what was there. */
    Lease write(Lease lease) throws IOException {
        if (!isFile(path()) && create(lease)) {
            return Lease.NONE;
        }
        try (FileChannel channel = FileChannel.open(path(), UPDATE)) {
            Lease found = read(channel);
            if (found.number() <= lease.number()) {
                Positioned.write(channel, lease.encode(), 0);
            }
            return found;
        }
    }

    private boolean create(Lease lease) throws IOException {
        try (FileChannel channel = PrivateFile.create(path())) {
            Positioned.write(channel, lease.encode(), 0);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Puts another lease in the place of whatever is there, in one step: its holder, when it wakes, writes to a file without a name. */
    void replace(Lease lease) throws IOException {
        Path first = folder.path(BatchNames.fresh());
        boolean replaced = false;
        try {
            try (FileChannel channel = PrivateFile.create(first)) {
                Positioned.write(channel, lease.encode(), 0);
                channel.force(true);
            }
            Files.move(first, path(), StandardCopyOption.ATOMIC_MOVE);
            replaced = true;
        } finally {
            if (!replaced) {
                Quietly.delete(first);
            }
        }
    }

    /** Removes the lease of a part that was never taken over. A later one that comes in between is made again by its holder. */
    void remove() throws IOException {
        if (read().number() == 0) {
            Files.deleteIfExists(path());
        }
    }

    /** Removes what was said of a part that is gone; only the number stays. */
    void forget() throws IOException {
        remove();
        takeWanted();
    }

    /** Leaves a mark for the holder. */
    void want() throws IOException {
        try {
            PrivateFile.create(wanted()).close();
        } catch (FileAlreadyExistsException e) {
            // by us before, or by another who waits
        }
    }

    /** Returns whether there was a mark, and removes it. */
    boolean takeWanted() throws IOException {
        return Files.deleteIfExists(wanted());
    }
}
