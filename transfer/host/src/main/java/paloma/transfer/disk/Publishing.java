package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import paloma.transfer.wire.FileFacts;

/**
 * Turns a part into the finished file.
 *
 * @param force whether it may replace another file
 * @param sync whether the device must have stored it when it has its name
 * @param mode the permissions that it gets, whatever the umask
 */
record Publishing(boolean force, boolean sync, int mode) {
    /**
     * Sets time and permissions of a part that is whole and on the device, then gives it its name in one step.
     *
     * @return how many bytes the file had that was replaced
     */
    long publish(Part whole, FileFacts facts) throws IOException {
        return whole.lease().publish(() -> publishLocked(whole, facts));
    }

    private long publishLocked(Part whole, FileFacts facts) throws IOException {
        Path part = whole.places().part().path();
        Path target = whole.places().target().path();
        OpenFile file = whole.file();
        FileIdentity identity = file.identity();
        requireName(identity, part);
        long replacedBytes = force ? replaceableBytes(target) : 0;
        file.setFacts(facts.modifiedNanos(), mode);
        boolean hasTwoNames = name(part, target, force);
        requireName(identity, target);
        Quietly.delete(whole.places().state().path());
        if (hasTwoNames) {
            Quietly.delete(part);
        }
        return replacedBytes;
    }

    /**
     * Gives a file its name in one step.
     *
     * @param force whether it may replace another one
     * @return whether it still has the old name too
     */
    static boolean name(Path from, Path to, boolean force) throws IOException {
        boolean linked = !force && isLinked(from, to);
        if (force) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } else if (!linked) {
            // No hard links here (FAT, some network shares). A move looks for the name and then renames: only another
            // program that takes the very name in between could lose its file.
            Files.move(from, to);
        }
        return linked;
    }

    /** Another program may have put another file there, of which nothing is known. */
    private static void requireName(FileIdentity identity, Path name) throws IOException {
        if (identity == null || !identity.isSameAs(FileIdentity.at(name))) {
            throw new FileSystemException(null, null, "another program put another file in its place");
        }
    }

    /** Returns the size of the file that is there; a device or a pipe that has come meanwhile is not replaced. */
    private static long replaceableBytes(Path file) throws IOException {
        BasicFileAttributes found = Places.attributes(file);
        if (found != null && found.isOther()) {
            throw new FileSystemException(null, null, "a device, a pipe or a socket is in its place");
        }
        return found != null && found.isRegularFile() ? found.size() : 0;
    }

    /**
     * Returns whether the part got the name of the file as a second one, which unlike a rename never replaces a file that
     * appeared in the meantime; false where there are no hard links.
     */
    private static boolean isLinked(Path part, Path target) throws IOException {
        try {
            Files.createLink(target, part);
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return false;
        }
    }
}
