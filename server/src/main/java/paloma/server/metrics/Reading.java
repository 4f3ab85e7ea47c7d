package paloma.server.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * One number of the server for {@code /metrics}, read at each scrape on a thread that may block.
 *
 * @param name in the manner of Prometheus, without {@code _total}: {@code paloma_open_uploads}
 * @param counts whether it only ever grows
 * @param labels that tell it from others of its name
 */
public record Reading(String name, String help, boolean counts, Map<String, String> labels, LongSupplier value) {
    public static Reading counter(String name, String help, LongSupplier value) {
        return new Reading(name, help, true, Map.of(), value);
    }

    public static Reading gauge(String name, String help, LongSupplier value) {
        return new Reading(name, help, false, Map.of(), value);
    }

    /** Returns the same with one label more. */
    public Reading of(String label, String value) {
        Map<String, String> more = new TreeMap<>(labels);
        more.put(label, value);
        return new Reading(name, help, counts, more, this.value);
    }
}
