package paloma.server.config;

/**
 * How the log reads.
 *
 * @param level {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}
 */
public record LogSettings(boolean json, String level) {
    public static final LogSettings DEFAULT = new LogSettings(false, "info");

    static LogSettings of(Given given) {
        Value level = given.get(Setting.LOG_LEVEL);
        level.asOneOf("error", "warn", "info", "debug", "trace");
        return new LogSettings(given.get(Setting.LOG_FORMAT).asOneOf("text", "json") == 1, level.text());
    }
}
