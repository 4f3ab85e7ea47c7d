package paloma.transfer.disk;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import paloma.net.Count;
import paloma.transfer.wire.Reason;

/** How much a folder may still take, by its own limit and by what the disk must keep free. */
final class SpaceQuota {
    /** How soon files that an operator removed are noticed: counting walks through the whole folder. */
    private static final long RECOUNT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Path folder;
    private final Limits limits;
    private final LongSupplier nanoClock;
    private final Set<Share> shares = new HashSet<>();
    private boolean counted;
    private long countedNanos;

    /** What the folder holds, and all that running transfers were promised. */
    private long usedBytes;

    SpaceQuota(Path folder, Limits limits, LongSupplier nanoClock) {
        this.folder = folder;
        this.limits = limits;
        this.nanoClock = nanoClock;
    }

    /**
     * Reserves space for a file.
     *
     * @param part where it is written
     * @param remaining how many of its {@code size} bytes are still to come
     */
    synchronized Share take(Path part, long size, long remaining, FileName name) throws RefusedException {
        try {
            checkTotal(part, size - remaining, remaining, name);
            checkDisk(remaining, name);
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
        usedBytes += remaining;
        Share share = new Share(part, size, remaining);
        shares.add(share);
        return share;
    }

    private void checkTotal(Path part, long held, long remaining, FileName name) throws IOException, RefusedException {
        if (limits.totalBytes() == Long.MAX_VALUE) {
            return;
        }
        boolean isFull = usedBytes + remaining > limits.totalBytes();
        if (!counted || isFull && nanoClock.getAsLong() - countedNanos >= RECOUNT_NANOS) {
            count(part, held);
        }
        if (usedBytes + remaining > limits.totalBytes()) {
            throw new RefusedException(
                    Reason.QUOTA,
                    name.shown() + " needs " + Count.of(remaining, "byte") + ", and the shared folder holds "
                            + usedBytes + " of " + limits.totalBytes());
        }
    }

    private void checkDisk(long bytes, FileName name) throws RefusedException {
        File disk = folder.toFile(); // asks without a descriptor of its own
        long promised = shares.stream().mapToLong(share -> share.remaining).sum();
        long available = disk.getUsableSpace() - promised - limits.freeBytes();
        if (available < bytes && disk.getTotalSpace() > 0) {
            throw new RefusedException(
                    Reason.DISK_FULL,
                    name.shown() + " needs " + Count.of(bytes, "byte") + ", and the disk has room for "
                            + Math.max(0, available));
        }
    }

    /** Counts a part as the size of its file: chunks arrive in any order and leave holes. */
    private void count(Path takenPart, long heldBytes) throws IOException {
        counted = true;
        countedNanos = nanoClock.getAsLong();
        Set<Path> parts = shares.stream().map(share -> share.part).collect(Collectors.toSet());
        parts.add(takenPart);
        usedBytes = heldBytes + shares.stream().mapToLong(share -> share.size).sum();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                boolean counts = attributes.isRegularFile() && !parts.contains(file) && !PartNames.isState(file);
                usedBytes += counts ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (file.equals(folder)) {
                    throw e;
                }
                return FileVisitResult.CONTINUE; // removed in the meantime, or not ours, such as lost+found
            }
        });
    }

    /** What one transfer was promised; guarded by the quota. */
    final class Share {
        private final Path part;
        private final long size;
        private long remaining;

        private Share(Path part, long size, long remaining) {
            this.part = part;
            this.size = size;
            this.remaining = remaining;
        }

        void written(long bytes) {
            synchronized (SpaceQuota.this) {
                remaining = Math.max(0, remaining - bytes);
            }
        }

        void close() {
            synchronized (SpaceQuota.this) {
                usedBytes -= remaining;
                shares.remove(this);
            }
        }
    }
}
