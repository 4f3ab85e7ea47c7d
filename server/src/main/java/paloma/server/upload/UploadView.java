package paloma.server.upload;

import java.util.Locale;

/**
 * An upload as people see it.
 *
 * @param name of the file, or of the part
 * @param sender as it stands in the log
 * @param endMillis since 1970, 0 while it is open
 */
public record UploadView(Outcome outcome, String name, String sender, long bytes, long startMillis, long endMillis) {
    /** What became of it. */
    public enum Outcome {
        OPEN,
        /** It is a file. */
        COMPLETE,
        /** It is kept as a part. */
        PARKED,
        /** Nothing of it is kept. */
        DROPPED;

        /** Returns the word for programs, such as {@code open}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
