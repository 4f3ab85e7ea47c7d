package paloma.client.terminal;

import java.io.Serial;

/** A failure outside this program: its message is one sentence for people, and its exit code is 1 by default. */
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
