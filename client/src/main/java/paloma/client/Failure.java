package paloma.client;

import java.io.Serial;

/** What went wrong outside this program, in one sentence for people; the program ends with 1. */
public final class Failure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public Failure(String sentence) {
        super(sentence);
    }
}
