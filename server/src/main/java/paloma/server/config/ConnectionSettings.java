package paloma.server.config;

/**
 * How many TCP connections may be open. May change while the server runs.
 *
 * @param all more than people at terminals make, less than the descriptors that a process has by default
 * @param perSource a quarter of them by default: four sources have to conspire before others notice
 */
public record ConnectionSettings(int all, int perSource) {
    private static final int MAX = 1_000_000;

    static ConnectionSettings of(Given given) {
        return new ConnectionSettings(
                given.get(Setting.CONNECTIONS).asInt(1, MAX),
                given.get(Setting.CONNECTIONS_PER_SOURCE).asInt(1, MAX));
    }
}
