package paloma.client.files;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import paloma.net.Count;
import paloma.transfer.disk.Root;

/** What was fetched in part and never gone on with: it does not lie there for ever. */
final class AbandonedParts {
    /** As long as a server keeps them, unless it is told otherwise. */
    private static final Duration KEPT = Duration.ofDays(7);

    private AbandonedParts() {}

    /**
     * Removes old ones after a run that came to a good end, so that none is removed that it could go on with.
     *
     * @param folder below the root
     * @return a sentence for people, or an empty one where there were none
     */
    static String sweep(Root root, String folder, boolean recursive) {
        try {
            int removed = root.sweep(
                    folder, recursive ? Integer.MAX_VALUE : 1, Instant.now().minus(KEPT));
            return removed == 0
                    ? ""
                    : "Removed " + Count.of(removed, "unfinished part") + " of transfers that nobody went on with for "
                            + KEPT.toDays() + " days.";
        } catch (IOException e) {
            return ""; // the folder went away, and they with it
        }
    }
}
