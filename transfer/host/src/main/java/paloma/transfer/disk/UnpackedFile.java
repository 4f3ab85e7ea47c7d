package paloma.transfer.disk;

import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file of a pack whose bytes are all in one place: in a fresh file, or in one that was there and is open. */
final class UnpackedFile {
    private final int index;
    private final Path key;
    private final Path path;
    private final FreshFile fresh;
    private final FileChannel present;
    private final long replacedBytes;
    private boolean named;

    /**
     * @param index in the pack
     * @param key by which other transfers are kept from it
     * @param path from the root
     * @param fresh null where it was there
     * @param present null where it is fresh
     */
    UnpackedFile(int index, Path key, Path path, FreshFile fresh, FileChannel present, long replacedBytes) {
        this.index = index;
        this.key = key;
        this.path = path;
        this.fresh = fresh;
        this.present = present;
        this.replacedBytes = replacedBytes;
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
        return replacedBytes;
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
