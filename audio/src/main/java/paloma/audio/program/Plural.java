package paloma.audio.program;

import paloma.net.Count;

/** Counts things in words. */
public final class Plural {
    private Plural() {}

    /** Returns "1 packet" or "2 packets". */
    public static String of(long count, String noun) {
        return Count.of(count, noun);
    }

    /** Returns "1 packet was" or "2 packets were". */
    public static String was(long count, String noun) {
        return of(count, noun) + (count == 1 ? " was" : " were");
    }
}
