package paloma.server.config;

import java.util.List;
import java.util.Locale;

/** Finds what a mistyped word was meant to be. */
final class Nearest {
    /** Two letters swapped and one forgotten; further off it would be guessing. */
    private static final int MAX_EDITS = 3;

    private Nearest() {}

    /** Returns {@code did you mean X} for the nearest candidate, or {@code otherwise} where none is near. */
    static String hint(String word, List<String> candidates, String otherwise) {
        String best = null;
        int bestEdits = Math.min(MAX_EDITS, word.length() / 2) + 1;
        for (String candidate : candidates) {
            int edits = edits(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (edits < bestEdits) {
                best = candidate;
                bestEdits = edits;
            }
        }
        return best == null ? otherwise : "did you mean " + best + "?";
    }

    /** Counts the letters to insert, delete or replace (Levenshtein 1966). */
    static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
