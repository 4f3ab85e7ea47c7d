package paloma.client.terminal;

import java.io.Serial;

/** What went wrong outside this program, in one sentence for people; the program ends with 1 unless told otherwise. */
public final class CliException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final int exitCode;

    public CliException(String sentence) {
        this(sentence, 1);
    }

    public CliException(String sentence, int exitCode) {
        super(sentence);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
