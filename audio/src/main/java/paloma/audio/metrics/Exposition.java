package paloma.audio.metrics;

import java.util.Map;

/**
 * Metrics in the text format of Prometheus, version 0.0.4:
 *
 * <pre>
 * # HELP paloma_audio_dropped_datagrams_total Datagrams that arrived and were not played.
 * # TYPE paloma_audio_dropped_datagrams_total counter
 * paloma_audio_dropped_datagrams_total{reason="malformed"} 3
 * </pre>
 *
 * Names, helps and labels are ours, so none needs escaping.
 */
public final class Exposition {
    private final StringBuilder text = new StringBuilder();

    /** @param name without {@code _total} */
    public Exposition counter(String name, String help, double value) {
        return head(name + "_total", help, "counter").sample(name + "_total", value);
    }

    /**
     * @param name without {@code _total}
     * @param values by the value of {@code label}
     */
    public Exposition counters(String name, String help, String label, Map<String, Long> values) {
        head(name + "_total", help, "counter");
        values.forEach((key, value) -> sample(name + "_total{" + label + "=\"" + key + "\"}", value));
        return this;
    }

    public Exposition gauge(String name, String help, double value) {
        return head(name, help, "gauge").sample(name, value);
    }

    private Exposition head(String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    private Exposition sample(String key, double value) {
        text.append(key).append(' ');
        if (value == (long) value) {
            text.append((long) value);
        } else {
            text.append(value);
        }
        text.append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
