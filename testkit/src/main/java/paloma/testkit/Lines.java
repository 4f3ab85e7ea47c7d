package paloma.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a process prints, line by line, as it comes; read on a thread of its own, so that no pipe fills up. */
final class Lines {
    private static final long IDLE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final List<String> all = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Optional<String>> coming = new LinkedBlockingQueue<>();
    private final Thread reader;

    private Lines(InputStream in) {
        reader = new Thread(() -> read(in), "lines");
        reader.setDaemon(true);
    }

    static Lines of(InputStream in) {
        Lines lines = new Lines(in);
        lines.reader.start();
        return lines;
    }

    /** Waits for the next line that contains {@code part} and gives it; those before it are passed over. */
    String next(String part) throws InterruptedException {
        String line = poll(part, IDLE_TIMEOUT_NANOS);
        if (line == null) {
            throw new AssertionError("no line with " + part + " came: " + all);
        }
        return line;
    }

    /** As {@link #next}, but gives null when none has come in time. */
    String poll(String part, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (true) {
            Optional<String> line = coming.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                return null;
            }
            if (line.isEmpty()) {
                throw new AssertionError("ended before a line with " + part + " came: " + all);
            }
            if (line.get().contains(part)) {
                return line.get();
            }
        }
    }

    /** Waits for the end and gives all lines. */
    List<String> toEnd() {
        try {
            reader.join(TimeUnit.NANOSECONDS.toMillis(IDLE_TIMEOUT_NANOS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.copyOf(all);
    }

    private void read(InputStream in) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.add(line);
                coming.add(Optional.of(line));
            }
        } catch (IOException ended) {
            all.add("(cut off: " + ended.getMessage() + ")");
        }
        coming.add(Optional.empty());
    }
}
