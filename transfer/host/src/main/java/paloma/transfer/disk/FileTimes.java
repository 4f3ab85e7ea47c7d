package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/** Times of files as the nanoseconds since 1970 that travel: from 1677 to 2262, and before 1970 with their fractions. */
final class FileTimes {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private FileTimes() {}

    /** @throws RefusedException for a time that does not fit: another one would be a false one */
    static long nanos(FileTime time, String shown) throws RefusedException {
        long nanos = time.to(TimeUnit.NANOSECONDS);
        if (!of(nanos).equals(time)) {
            throw new RefusedException(
                    Reason.OTHER, shown + " has a time that cannot be sent, " + time + ": give it another one (touch)");
        }
        return nanos;
    }

    static FileTime of(long nanos) {
        return FileTime.from(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Sets when a file was modified last.
     *
     * @throws IOException also where the file system took another time instead: it has that one then
     */
    static void setModified(Path file, long nanos, LinkOption... links) throws IOException {
        BasicFileAttributeView view = Files.getFileAttributeView(file, BasicFileAttributeView.class, links);
        if (nanos >= 0) {
            view.setTimes(of(nanos), null, null);
        } else {
            setEarly(file, view, nanos);
        }
    }

    /**
     * Java (at least 17 to 25) cannot set a fraction of a second before 1970: it sets 1970 instead, and says nothing. The
     * second before is as near as it comes; touch(1) comes nearer.
     */
    private static void setEarly(Path file, BasicFileAttributeView view, long nanos) throws IOException {
        FileTime second = FileTime.from(Math.floorDiv(nanos, NANOS_PER_SECOND), TimeUnit.SECONDS);
        BasicFileAttributes now = view.readAttributes();
        boolean isAccessEarly = now.lastAccessTime().toMillis() < 0; // with it, 1970 would be set as above
        view.setTimes(second, isAccessEarly ? FileTime.from(Instant.now()) : null, null);
        if (Math.floorMod(nanos, NANOS_PER_SECOND) != 0) {
            TouchProgram.setModified(file, of(nanos).toInstant());
        }
        if (!view.readAttributes().lastModifiedTime().equals(of(nanos))) {
            throw new FileSystemException(null, null, "it does not keep a time of " + of(nanos));
        }
    }
}
