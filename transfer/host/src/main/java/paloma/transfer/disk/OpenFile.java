package paloma.transfer.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/**
 * The attributes of a file that is open, wherever its name leads by now; where the system cannot tell ({@link HandlePath}),
 * of what has the name. To be used while the file is open.
 */
final class OpenFile {
    private final Path path;
    private final LinkOption[] links;

    private OpenFile(Path path, LinkOption... links) {
        this.path = path;
        this.links = links;
    }

    static OpenFile of(FileChannel open, Path name) {
        Path handle = HandlePath.of(open, null);
        return handle == null ? byName(name) : byHandle(handle);
    }

    static OpenFile byName(Path name) {
        return new OpenFile(name, LinkOption.NOFOLLOW_LINKS);
    }

    /** @param handle as {@link HandlePath} tells it */
    static OpenFile byHandle(Path handle) {
        return new OpenFile(handle);
    }

    /** Returns null where nothing has the name. */
    FileIdentity identity() throws IOException {
        return FileIdentity.at(path, links);
    }

    BasicFileAttributes attributes() throws IOException {
        return DiskFile.attributes(path, links);
    }

    /**
     * Sets what the file system can keep: nothing is lost because it lacks a time or permissions.
     *
     * @param mode the permissions that it gets, whatever the umask
     */
    void setFacts(long modifiedNanos, int mode) {
        try {
            setModified(modifiedNanos);
        } catch (IOException e) {
            // A time before 1970 or after 2038 is more than some can keep.
        }
        try {
            setMode(mode & FileMode.BITS);
        } catch (IOException e) {
            // FAT and some network shares refuse it.
        }
    }

    /**
     * Makes the file longer without writing anything.
     *
     * @return a second descriptor that did it, open: a process that closes any of a file loses its locks on it (POSIX); null
     *     where the system cannot do it
     */
    Closeable extend(long size) throws IOException {
        if (links.length > 0) {
            return null; // the name might lead elsewhere by now
        }
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        boolean extended = false;
        try {
            file.setLength(size);
            extended = true;
            return file;
        } finally {
            if (!extended) {
                file.close();
            }
        }
    }

    void setModified(long nanos) throws IOException {
        FileTimes.setModified(path, nanos, links);
    }

    /**
     * Gives it another time and permissions where they differ, as far as the file system can keep them.
     *
     * @return whether any differed
     * @throws IOException where the file belongs to somebody else
     */
    boolean become(FileFacts facts) throws IOException {
        FileFacts now = DiskFile.facts(DiskFile.attributes(path, links));
        int mode = facts.mode() == FileFacts.NO_MODE ? now.mode() : facts.mode() & FileMode.BITS;
        if (now.modifiedNanos() == facts.modifiedNanos() && now.mode() == mode) {
            return false;
        }
        try {
            setModified(facts.modifiedNanos()); // also if it is equal: only the owner may
        } catch (IOException e) {
            if (DiskFault.of(e, "").reason() == Reason.PERMISSION) {
                throw e;
            }
        }
        try {
            setMode(mode);
        } catch (IOException e) {
            // FAT and some network shares refuse it.
        }
        return true;
    }

    void setMode(int mode) throws IOException {
        FileMode.set(path, mode, links);
    }
}
