package paloma.transfer.disk;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import paloma.net.Count;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/**
 * How much a folder may still take, by its own limit and by what the disk must keep free. What lies on the disk counts;
 * of what a sender declares only {@link #AHEAD_BYTES} are reserved, so that nobody uses up room by words.
 */
final class SpaceQuota {
    /** For all running transfers of a source together: enough for a small file to be refused before it is sent. */
    static final long AHEAD_BYTES = 4L << 20;

    /** How soon files that an operator removed are noticed: counting walks through the whole folder. */
    private static final long RECOUNT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How long after that, at most, the next transfer has the folder counted where others write to it too. */
    private static final long SHARED_RECOUNT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** All transfers wait while the folder is counted: for a tenth of the time at most. */
    private static final int RECOUNT_PAUSE = 9;

    private final Path folder;
    private final Limits limits;
    private final boolean isShared;
    private final LongSupplier nanoClock;
    private final Set<Share> shares = new HashSet<>();
    private boolean counted;
    private long recountNanos;

    /** What lies in the folder, and what is reserved. */
    private long usedBytes;

    /** What is reserved for batches, of {@link #usedBytes}. */
    private long batchBytes;

    /** @param isShared whether other processes write to the folder as well */
    SpaceQuota(Path folder, Limits limits, boolean isShared, LongSupplier nanoClock) {
        this.isShared = isShared;
        this.folder = folder;
        this.limits = limits;
        this.nanoClock = nanoClock;
    }

    /**
     * Begins a transfer, if there is room for all of it now.
     *
     * @param path of the part
     * @param size of the whole file
     * @param source whom it comes from
     * @param mayBeLittle whether there may be little to write: then {@link Share#requireRoom} when there is
     */
    synchronized Share take(Path path, Part part, long size, FileName name, long source, boolean mayBeLittle)
            throws IOException, RefusedException {
        Share share = new Share(path, part, size, name, source);
        boolean taken = false;
        shares.add(share);
        try {
            countWhereDue();
            if (!mayBeLittle) {
                share.requireRoom();
                share.reserve(0);
            }
            taken = true;
            return share;
        } finally {
            if (!taken) {
                shares.remove(share);
            }
        }
    }

    /** Begins a batch of small files, which are all here already. */
    Batch batch() {
        return new Batch();
    }

    /** Has the folder counted again when the next transfer begins, for what others put there and removed. */
    synchronized void forget() {
        counted = false;
    }

    /** Counts at first, and where others write too, again and again: what they have written since is not known here. */
    private void countWhereDue() throws IOException {
        if (isLimited() && (!counted || isShared && nanoClock.getAsLong() - recountNanos >= SHARED_RECOUNT_NANOS)) {
            count();
        }
    }

    private boolean isLimited() {
        return limits.totalBytes() < Long.MAX_VALUE;
    }

    /** Returns the room for files, after another look if it seems to be less than {@code needed}. */
    private long roomInFolder(long needed) throws IOException {
        if (!isLimited()) {
            return Long.MAX_VALUE;
        }
        if (limits.totalBytes() - usedBytes < needed && nanoClock.getAsLong() - recountNanos >= 0) {
            count();
        }
        return limits.totalBytes() - usedBytes;
    }

    private long roomOnDisk() {
        File disk = folder.toFile(); // asks without a descriptor of its own
        if (disk.getTotalSpace() == 0) {
            return Long.MAX_VALUE; // it does not tell
        }
        return disk.getUsableSpace() - reservedBytes() - limits.freeBytes();
    }

    private long reservedBytes() {
        return shares.stream().mapToLong(share -> share.reservedBytes).sum() + batchBytes;
    }

    private String keptFreeInWords() {
        return limits.freeBytes() == 0 ? "" : " besides the " + limits.freeBytes() + " that stay free";
    }

    private String reservedInWords() {
        long reserved = reservedBytes();
        return reserved == 0 ? "" : ", with " + reserved + " more for transfers that are running";
    }

    private void count() throws IOException {
        long start = nanoClock.getAsLong();
        Set<Path> parts = shares.stream().map(share -> share.path).collect(Collectors.toSet());
        long running = shares.stream()
                .mapToLong(share -> share.writtenBytes + share.reservedBytes)
                .sum();
        usedBytes = FolderSize.of(folder, parts) + running + batchBytes;
        counted = true;
        long end = nanoClock.getAsLong();
        recountNanos = end + Math.max(RECOUNT_NANOS, RECOUNT_PAUSE * (end - start));
    }

    /** What one transfer has on the disk, and what is reserved for it; guarded by the quota. */
    final class Share {
        private final Path path;
        private final long size;
        private final BlockSet written;
        private final FileName name;
        private final long source;
        private long missingBytes;

        /** May be more than the file has, if the part began as one of a larger file. */
        private long writtenBytes;

        private long reservedBytes;

        private Share(Path path, Part part, long size, FileName name, long source) throws IOException {
            this.path = path;
            this.size = size;
            this.written = part.onDisk();
            this.name = name;
            this.source = source;
            missingBytes = size - written.bytes();
            writtenBytes = part.bytesOnDisk();
        }

        /**
         * Counts blocks of a chunk that are about to be written.
         *
         * @throws RefusedException where there is no room for it any more
         */
        void write(int index, int blocks) throws RefusedException {
            synchronized (SpaceQuota.this) {
                int fresh = blocks & ~written.in(index);
                if (fresh == 0 || !shares.contains(this)) {
                    return;
                }
                int length = Chunks.blockBytes(fresh, Chunks.length(index, size));
                if (reservedBytes < length) {
                    reserve(length);
                }
                reservedBytes -= length;
                missingBytes -= length;
                writtenBytes += length;
                written.add(index, fresh);
            }
        }

        /** Counts blocks of a chunk that are a hole, and need no room. */
        void dig(int index, int blocks) {
            synchronized (SpaceQuota.this) {
                int fresh = blocks & ~written.in(index);
                if (fresh == 0 || !shares.contains(this)) {
                    return;
                }
                missingBytes -= Chunks.blockBytes(fresh, Chunks.length(index, size));
                written.add(index, fresh);
                long spare = Math.max(0, reservedBytes - missingBytes);
                reservedBytes -= spare;
                usedBytes -= spare;
            }
        }

        /** The part has become the file. */
        void published(long replacedBytes) {
            synchronized (SpaceQuota.this) {
                usedBytes += size - writtenBytes - replacedBytes;
                close();
            }
        }

        /** The part was removed. */
        void removed() {
            synchronized (SpaceQuota.this) {
                usedBytes -= writtenBytes;
                close();
            }
        }

        /** What was written stays. */
        void close() {
            synchronized (SpaceQuota.this) {
                if (shares.remove(this)) {
                    usedBytes -= reservedBytes;
                }
            }
        }

        /** @throws RefusedException where there is no room for what is missing */
        void requireRoom() throws IOException, RefusedException {
            synchronized (SpaceQuota.this) {
                requireRoomNow();
            }
        }

        private void requireRoomNow() throws IOException, RefusedException {
            String needs = name.shown() + " needs " + Count.of(missingBytes, "byte");
            if (roomInFolder(missingBytes) < missingBytes) {
                throw new RefusedException(
                        Reason.QUOTA,
                        needs + ", and the shared folder holds " + (usedBytes - reservedBytes()) + " of "
                                + limits.totalBytes() + reservedInWords());
            }
            long room = roomOnDisk();
            if (room < missingBytes) {
                throw new RefusedException(
                        Reason.DISK_FULL,
                        needs + ", and the disk has room for " + Math.max(0, room) + keptFreeInWords());
            }
        }

        /** Reserves what is to be written next, and as much of the rest as the source may have. */
        private void reserve(long next) throws RefusedException {
            long least = next - reservedBytes;
            long ahead = AHEAD_BYTES - reservedFor(source);
            long wanted = Math.max(least, Math.min(missingBytes - reservedBytes, ahead));
            long granted = Math.min(wanted, room(least));
            reservedBytes += granted;
            usedBytes += granted;
        }

        private long room(long least) throws RefusedException {
            try {
                long inFolder = roomInFolder(least);
                if (inFolder < least) {
                    throw new RefusedException(
                            Reason.QUOTA,
                            name.shown() + ": the shared folder is full, it may hold " + limits.totalBytes()
                                    + " bytes");
                }
                long onDisk = roomOnDisk();
                if (onDisk < least) {
                    throw new RefusedException(Reason.DISK_FULL, name.shown() + ": the disk is full");
                }
                return Math.min(inFolder, onDisk);
            } catch (IOException e) {
                throw DiskFault.of(e, name.shown());
            }
        }

        private long reservedFor(long anySource) {
            return shares.stream()
                    .filter(share -> share.source == anySource)
                    .mapToLong(share -> share.reservedBytes)
                    .sum();
        }
    }

    /** What a batch of small files takes; guarded by the quota. Room is reserved for each file, which is then written. */
    final class Batch {
        private Batch() {}

        /** Returns whether there is room for as many bytes more, and reserves it. */
        boolean reserve(long bytes) throws IOException {
            synchronized (SpaceQuota.this) {
                countWhereDue();
                if (roomInFolder(bytes) < bytes || roomOnDisk() < bytes) {
                    return false;
                }
                batchBytes += bytes;
                usedBytes += bytes;
                return true;
            }
        }

        /** What was reserved lies on the disk. */
        void wrote(long bytes) {
            synchronized (SpaceQuota.this) {
                batchBytes -= bytes;
            }
        }

        /** What was reserved is not needed. */
        void giveBack(long bytes) {
            wrote(bytes);
            removed(bytes);
        }

        /** What was written is gone again, or what it replaced. */
        void removed(long bytes) {
            synchronized (SpaceQuota.this) {
                usedBytes -= bytes;
            }
        }
    }
}
