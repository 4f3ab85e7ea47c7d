package paloma.server.admin;

import java.util.function.LongSupplier;

/**
 * One number of the server for {@code /metrics}, read at each scrape on a thread that may block.
 *
 * @param name in the manner of Prometheus, without {@code _total}: {@code paloma_open_uploads}
 * @param counts whether it only ever grows
 */
public record Reading(String name, String help, boolean counts, LongSupplier value) {
    public static Reading counter(String name, String help, LongSupplier value) {
        return new Reading(name, help, true, value);
    }

    public static Reading gauge(String name, String help, LongSupplier value) {
        return new Reading(name, help, false, value);
    }
}
