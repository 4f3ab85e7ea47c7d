package paloma.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import paloma.server.metrics.Reading;

/** A server on a bus, and what it hears there. */
final class HeardBus implements Bus.Listener, AutoCloseable {
    private static final int SECONDS = 30;

    final RedisBus bus;
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

    HeardBus(RedisBus bus) {
        this.bus = bus;
        bus.listen(this);
    }

    HeardBus open() {
        bus.opened();
        return this;
    }

    /** Waits for an event that begins so, passing over others, and returns it. */
    String await(String beginning) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        List<String> passed = new ArrayList<>();
        while (true) {
            String event = events.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            assertThat(event).as("%s, after %s", beginning, passed).isNotNull();
            if (event.startsWith(beginning)) {
                return event;
            }
            passed.add(event);
        }
    }

    /** Returns what has been heard and not been waited for. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        events.drainTo(rest);
        return rest;
    }

    long reading(String name) {
        for (Reading each : bus.readings()) {
            if (each.name().equals(name)) {
                return each.value().getAsLong();
            }
        }
        throw new IllegalArgumentException(name);
    }

    boolean tell(String text) {
        return bus.tell(text.getBytes(StandardCharsets.UTF_8));
    }

    void set(String key, String value) {
        bus.set(key, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void joined(Map<String, Map<String, byte[]>> tables) {
        List<String> all = new ArrayList<>();
        tables.values().forEach(table -> {
            Map<String, String> texts = new TreeMap<>();
            table.forEach((key, value) -> texts.put(key, text(value)));
            all.add(texts.toString());
        });
        all.sort(null);
        events.add("joined " + all);
    }

    @Override
    public void told(String server, byte[] message) {
        events.add("told " + text(message));
    }

    @Override
    public void gone(String server) {
        events.add("gone");
    }

    @Override
    public void away(String why) {
        events.add("away " + why);
    }

    @Override
    public void close() {
        bus.close();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
