package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import paloma.transfer.wire.Reason;

/** What a folder may still take: by its own limit, and by what the disk must keep free. */
final class Room {
    /** An operator who took files away is believed after so long: counting walks through the folder. */
    private static final long RECOUNT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Path folder;
    private final Limits limits;
    private final LongSupplier nanoClock;
    private boolean counted;
    private long countedNanos;
    private long usedBytes;

    /** What running transfers were promised and have not written. */
    private long promisedBytes;

    Room(Path folder, Limits limits, LongSupplier nanoClock) {
        this.folder = folder;
        this.limits = limits;
        this.nanoClock = nanoClock;
    }

    /** Promises room for a file of which {@code bytes} are still to come. */
    synchronized Share take(long bytes, FileName name) throws RefusedException {
        try {
            checkTotal(bytes, name);
            checkDisk(bytes, name);
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
        usedBytes += bytes;
        promisedBytes += bytes;
        return new Share(bytes);
    }

    private void checkTotal(long bytes, FileName name) throws IOException, RefusedException {
        if (limits.totalBytes() == Long.MAX_VALUE) {
            return;
        }
        if (!counted
                || usedBytes + bytes > limits.totalBytes() && nanoClock.getAsLong() - countedNanos >= RECOUNT_NANOS) {
            count();
        }
        if (usedBytes + bytes > limits.totalBytes()) {
            throw new RefusedException(
                    Reason.QUOTA,
                    name.shown() + " needs " + bytes + " bytes, and the shared folder holds " + usedBytes + " of "
                            + limits.totalBytes());
        }
    }

    private void checkDisk(long bytes, FileName name) throws IOException, RefusedException {
        FileStore store = Files.getFileStore(folder);
        long available = store.getUsableSpace() - promisedBytes - limits.freeBytes();
        if (available < bytes && store.getTotalSpace() > 0) {
            throw new RefusedException(
                    Reason.DISK_FULL,
                    name.shown() + " needs " + bytes + " bytes, and the disk has room for " + Math.max(0, available));
        }
    }

    private void count() throws IOException {
        counted = true;
        countedNanos = nanoClock.getAsLong();
        usedBytes = promisedBytes;
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                usedBytes += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (file.equals(folder)) {
                    throw e;
                }
                return FileVisitResult.CONTINUE; // taken away meanwhile, or not ours, such as lost+found
            }
        });
    }

    private synchronized void release(long promised, long used) {
        promisedBytes -= promised;
        usedBytes -= used;
    }

    /** What one transfer was promised. */
    final class Share {
        private long remaining;

        private Share(long bytes) {
            remaining = bytes;
        }

        synchronized void written(long bytes) {
            long kept = Math.min(bytes, remaining);
            remaining -= kept;
            release(kept, 0);
        }

        synchronized void close() {
            release(remaining, remaining);
            remaining = 0;
        }
    }
}
