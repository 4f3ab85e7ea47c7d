package paloma.server.config;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * How uploads are kept and bounded.
 *
 * @param folder where files appear; nothing is ever written elsewhere
 * @param fixedName the name of each file, with a number where it exists already; null for names of time and sender
 * @param fileLimitBytes the most that one file may have
 * @param totalLimitBytes the most that the folder may hold, files of others included
 * @param senders how many may upload at once, each with an open file
 * @param freeBytes what the disk must keep free; looked at every few MiB
 * @param idleNanos after so long without a datagram an upload is given up
 * @param shared whether other servers write into the same folder
 */
public record UploadSettings(
        Path folder,
        String fixedName,
        long fileLimitBytes,
        long totalLimitBytes,
        int senders,
        long freeBytes,
        long idleNanos,
        boolean shared) {
    /** More than anyone sends by netcat on purpose. */
    public static final long FILE_LIMIT_BYTES = 1L << 30;

    /** Ten of the largest files: a forgotten server fills no disk. */
    public static final long TOTAL_LIMIT_BYTES = 10L << 30;

    /** A quarter of the 1,024 files that a process may have open by default on Linux. */
    public static final int SENDERS = 256;

    /** Room for logs and for an operator to clean up. */
    public static final long FREE_BYTES = 256L << 20;

    /** No script pauses so long; a person at a keyboard may, and finds the rest in a second part. */
    public static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** @throws IllegalArgumentException with a sentence for people, when something makes no sense */
    public UploadSettings {
        require(
                fixedName == null || PlainName.isPlain(fixedName),
                "upload-name: give a plain file name of at most " + PlainName.MAX_BYTES
                        + " bytes without / \\ : * ? \" < > |, not ending in .part");
        require(fileLimitBytes > 0, "upload-limit: give a size above 0, such as 1G");
        require(totalLimitBytes > 0, "upload-total: give a size above 0, such as 10G");
        require(senders > 0, "upload-senders: give a number above 0, such as 256");
        require(freeBytes >= 0, "upload-free: give a size of 0 or more, such as 256M");
        require(
                idleNanos >= TimeUnit.SECONDS.toNanos(1) && idleNanos <= TimeUnit.DAYS.toNanos(1),
                "upload-idle: give a time from 1s to 24h, such as 30s");
    }

    public static UploadSettings defaults(Path folder) {
        return new UploadSettings(
                folder, null, FILE_LIMIT_BYTES, TOTAL_LIMIT_BYTES, SENDERS, FREE_BYTES, IDLE_NANOS, false);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
