package paloma.net;

import java.util.Optional;
import java.util.stream.Stream;

/** A word that Java could not decode by the character set of the locale: what it lacks has become U+FFFD. */
public final class BrokenWord {
    private static final char REPLACEMENT = '\ufffd';

    private BrokenWord() {}

    public static boolean isBroken(String word) {
        return word.indexOf(REPLACEMENT) >= 0;
    }

    /** Returns a sentence about the first word that is broken, if one is. */
    public static Optional<String> refusal(Stream<String> words) {
        return words.filter(BrokenWord::isBroken)
                .findFirst()
                .map(word -> Printable.quote(word)
                        + " did not arrive whole, as this locale cannot hold it: set LC_ALL=C.UTF-8.");
    }
}
