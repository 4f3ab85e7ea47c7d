package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import paloma.transfer.name.NameBytes;

/** Makes links as they are; nothing is ever opened through them. */
final class FreshLink {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private FreshLink() {}

    /** @param replace whether there is something that it takes the place of, in one step */
    static void make(Place place, byte[] target, boolean replace) throws IOException {
        Place first = replace ? place.beside(BatchNames.fresh()) : place;
        try {
            Files.createSymbolicLink(first.path(), NameBytes.target(place.path().getFileSystem(), target));
        } catch (UnsupportedOperationException e) {
            throw new AccessDeniedException(place.last());
        }
        if (replace) {
            rename(first.path(), place.path());
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        boolean renamed = false;
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            renamed = true;
        } finally {
            if (!renamed) {
                Quietly.delete(from);
            }
        }
    }

    /** Sets the time as far as the system can: links have microseconds at most (lutimes), and whole seconds before 1970. */
    static void setModified(Place place, long nanos) {
        long settable = nanos >= 0 ? nanos : Math.floorDiv(nanos, NANOS_PER_SECOND) * NANOS_PER_SECOND;
        try {
            FileTimes.setModified(place.path(), settable, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            // A link without its time is the same link.
        }
    }
}
