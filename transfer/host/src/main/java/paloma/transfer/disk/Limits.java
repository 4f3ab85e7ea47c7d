package paloma.transfer.disk;

/**
 * What a folder accepts.
 *
 * @param fileBytes the most that one file may have
 * @param totalBytes the most that the folder may hold, whoever put it there, running transfers included
 * @param freeBytes what the disk must keep free
 */
public record Limits(long fileBytes, long totalBytes, long freeBytes) {
    /** Accepts whatever fits: for the user's own folder. */
    public static final Limits NONE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, 0);

    /** @throws IllegalArgumentException when a limit is negative, or zero where nothing could be accepted */
    public Limits {
        if (fileBytes <= 0 || totalBytes <= 0 || freeBytes < 0) {
            throw new IllegalArgumentException(fileBytes + ", " + totalBytes + ", " + freeBytes);
        }
    }
}
