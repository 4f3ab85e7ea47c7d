package paloma.transfer.disk;

/**
 * What a folder takes.
 *
 * @param fileBytes the most that one file may have
 * @param totalBytes the most that the folder may hold, whoever put it there, with what running transfers still want
 * @param freeBytes what the disk must keep free
 */
public record Limits(long fileBytes, long totalBytes, long freeBytes) {
    /** Takes what fits: for a folder of the user's own. */
    public static final Limits NONE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, 0);

    /** @throws IllegalArgumentException when a limit makes no sense */
    public Limits {
        if (fileBytes <= 0 || totalBytes <= 0 || freeBytes < 0) {
            throw new IllegalArgumentException(fileBytes + ", " + totalBytes + ", " + freeBytes);
        }
    }
}
