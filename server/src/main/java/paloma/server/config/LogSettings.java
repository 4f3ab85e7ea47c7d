package paloma.server.config;

/**
 * How the log reads.
 *
 * @param level {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}
 * @param replica stands in each line; null where this server has no such name
 */
public record LogSettings(boolean json, String level, String replica) {
    public static final LogSettings DEFAULT = new LogSettings(false, "info", null);

    static LogSettings of(Given given) {
        return new LogSettings(
                given.get(Setting.LOG_FORMAT).asOneOf("text", "json").equals("json"),
                given.get(Setting.LOG_LEVEL).asOneOf("error", "warn", "info", "debug", "trace"),
                ReplicaName.of(given.get(Setting.REPLICA)));
    }
}
