package paloma.server.upload;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import paloma.net.Count;
import paloma.server.config.UploadSettings;

/** What the folder may still take: by its own limit, and by what the disk must keep free. */
final class UploadQuota {
    /** The disk is asked for its free space each time that so much has come. */
    private static final int LOOK_BYTES = 4 << 20;

    /** An operator who took files away is believed after so long: counting walks through the folder. */
    private static final long RECOUNT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** What other servers of the folder have written meanwhile is counted after so long; or later, where counting takes long. */
    private static final long SHARED_RECOUNT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int MAX_PARTS_OF_TIME = 100;

    private final Path folder;
    private final long totalLimitBytes;
    private final long freeBytes;
    private final Disk disk;
    private long usedBytes;
    private final boolean shared;
    private long countedNanos;
    private long countingNanos;
    private int parts;
    private long sinceLookBytes = LOOK_BYTES;

    UploadQuota(UploadSettings settings, Disk disk, long nowNanos) throws IOException {
        this.folder = settings.folder();
        this.totalLimitBytes = settings.totalLimitBytes();
        this.freeBytes = settings.freeBytes();
        this.disk = disk;
        this.shared = settings.shared();
        count(nowNanos);
    }

    /**
     * Takes room for {@code bytes}.
     *
     * @return null, or why there is none
     */
    String take(int bytes, long nowNanos) throws IOException {
        if (shared && nowNanos - countedNanos >= Math.max(SHARED_RECOUNT_NANOS, MAX_PARTS_OF_TIME * countingNanos)) {
            count(nowNanos);
        }
        if (usedBytes + bytes > totalLimitBytes) {
            if (nowNanos - countedNanos >= RECOUNT_NANOS) {
                count(nowNanos);
            }
            if (usedBytes + bytes > totalLimitBytes) {
                return "the folder is full with " + usedBytes + " of " + Count.of(totalLimitBytes, "byte")
                        + " (upload-total)";
            }
        }
        sinceLookBytes += bytes;
        if (sinceLookBytes >= LOOK_BYTES) {
            long usable = disk.usableBytes(folder);
            if (usable < freeBytes) {
                return "the disk has " + Count.of(usable, "byte") + " free and must keep " + freeBytes
                        + " (upload-free)";
            }
            sinceLookBytes = 0;
        }
        usedBytes += bytes;
        return null;
    }

    /** Returns how many parts there were when the folder was last counted. */
    int parts() {
        return parts;
    }

    private void count(long nowNanos) throws IOException {
        long startNanos = System.nanoTime();
        countedNanos = nowNanos;
        usedBytes = 0;
        parts = 0;
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                usedBytes += attributes.isRegularFile() ? attributes.size() : 0;
                parts += file.toString().endsWith(FileNames.PART) ? 1 : 0;
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
        countingNanos = System.nanoTime() - startNanos;
    }
}
