package paloma.transfer.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** A file of a pack whose bytes are all in one place: in a fresh file, or in one that was there and is open. */
final class UnpackedFile {
    private final int index;
    private final Path key;
    private final Path path;
    private final FreshFile fresh;
    private final FileChannel present;
    private final BasicFileAttributes found;
    private final long foundNanos;
    private boolean named;

    /**
     * @param index in the pack
     * @param key by which other transfers are kept from it
     * @param path from the root
     * @param fresh null where it was there
     * @param present null where it is fresh
     * @param found what had the name when it was looked at, or null
     * @param foundNanos when that was
     */
    UnpackedFile(
            int index,
            Path key,
            Path path,
            FreshFile fresh,
            FileChannel present,
            BasicFileAttributes found,
            long foundNanos) {
        this.index = index;
        this.key = key;
        this.path = path;
        this.fresh = fresh;
        this.present = present;
        this.found = found;
        this.foundNanos = foundNanos;
    }

    int index() {
        return index;
    }

    Path key() {
        return key;
    }

    Path path() {
        return path;
    }

    FreshFile fresh() {
        return fresh;
    }

    /** Returns how many bytes the file has that it replaces. */
    long replacedBytes() {
        return fresh != null && found != null && found.isRegularFile() ? found.size() : 0;
    }

    /**
     * Returns whether the name may still get this file. Where so much time has gone by that this process may have stood still,
     * another server of the folder may have written a later version meanwhile, which is not replaced.
     */
    boolean isDue(Place target, long nowNanos) throws IOException {
        if (nowNanos - foundNanos < HeldLease.EXPIRE_NANOS) {
            return true;
        }
        BasicFileAttributes now = Places.attributes(target.path());
        return found == null || now == null ? found == now : isSame(found, now);
    }

    private static boolean isSame(BasicFileAttributes one, BasicFileAttributes other) {
        return Objects.equals(one.fileKey(), other.fileKey())
                && one.size() == other.size()
                && one.lastModifiedTime().equals(other.lastModifiedTime());
    }

    DiskThreads.Action forcing() {
        return fresh != null ? fresh::force : () -> present.force(true);
    }

    void named() {
        named = true;
    }

    boolean isNamed() {
        return named;
    }

    void close() {
        if (fresh != null) {
            fresh.close();
        } else {
            Quietly.close(present);
        }
    }
}
