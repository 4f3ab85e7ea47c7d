package paloma.client;

import java.io.Serial;

/** What went wrong outside this program, in one sentence for people; the program ends with 1 unless told otherwise. */
public final class Failure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final int exitCode;

    public Failure(String sentence) {
        this(sentence, 1);
    }

    public Failure(String sentence, int exitCode) {
        super(sentence);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
