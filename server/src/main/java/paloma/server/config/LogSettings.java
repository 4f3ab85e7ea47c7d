package paloma.server.config;

/**
 * How the log reads.
 *
 * @param level {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}
 */
public record LogSettings(boolean json, String level) {
    public static final LogSettings DEFAULT = new LogSettings(false, "info");

    static LogSettings of(Given given) {
        return new LogSettings(
                given.get(Setting.LOG_FORMAT).asOneOf("text", "json").equals("json"),
                given.get(Setting.LOG_LEVEL).asOneOf("error", "warn", "info", "debug", "trace"));
    }
}
