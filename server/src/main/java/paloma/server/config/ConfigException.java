package paloma.server.config;

/** The start is refused; the message is one sentence that says what to do. */
public final class ConfigException extends RuntimeException {
    private static final int USAGE = 2;

    /** EX_TEMPFAIL of sysexits(3). */
    private static final int TRY_AGAIN = 75;

    private final int exitCode;

    /** Something is wrong that will be as wrong at the next start. */
    public ConfigException(String sentence) {
        this(sentence, USAGE);
    }

    private ConfigException(String sentence, int exitCode) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    /** Something is in the way that may be gone at the next start, such as a program that holds the port. */
    public static ConfigException temporary(String sentence) {
        return new ConfigException(sentence, TRY_AGAIN);
    }

    /** Returns 2, or 75 where it is worth trying again. */
    public int exitCode() {
        return exitCode;
    }
}
