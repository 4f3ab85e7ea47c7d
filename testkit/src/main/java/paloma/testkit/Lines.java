package paloma.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a program prints, line by line, as it comes; read on a thread of its own, so that no pipe fills up. */
public final class Lines {
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(Processes.MAX_SECONDS);

    private final StringBuffer text = new StringBuffer();
    private final List<String> all = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Optional<String>> coming = new LinkedBlockingQueue<>();
    private final Thread reader;

    private Lines(InputStream in) {
        reader = new Thread(() -> read(in), "lines");
        reader.setDaemon(true);
    }

    /** Reads until the end of the stream. */
    public static Lines of(InputStream in) {
        Lines lines = new Lines(in);
        lines.reader.start();
        return lines;
    }

    /** Waits for the next line that contains {@code part} and returns it; those before it are skipped. */
    public String next(String part) throws InterruptedException {
        String line = poll(part, MAX_NANOS);
        if (line == null) {
            throw new AssertionError("no line with " + part + " came: " + all);
        }
        return line;
    }

    /** As {@link #next}, but returns null when none has come in time. */
    public String poll(String part, long nanos) throws InterruptedException {
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

    /** Waits for the end and returns all lines. */
    public List<String> toEnd() {
        awaitEnd();
        return List.copyOf(all);
    }

    /** Waits for the end and returns every character. */
    public String textToEnd() {
        awaitEnd();
        return text.toString();
    }

    /** Returns what has come so far. */
    @Override
    public String toString() {
        return text.toString();
    }

    private void awaitEnd() {
        try {
            reader.join(TimeUnit.NANOSECONDS.toMillis(MAX_NANOS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (reader.isAlive()) {
            throw new AssertionError("does not end: " + text);
        }
    }

    private void read(InputStream in) {
        StringBuilder line = new StringBuilder();
        try (Reader chars = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (int c = chars.read(); c >= 0; c = chars.read()) {
                text.append((char) c);
                if (c == '\n') {
                    take(line);
                } else {
                    line.append((char) c);
                }
            }
        } catch (IOException ended) {
            line.append("(cut off: ").append(ended.getMessage()).append(')');
        }
        if (line.length() > 0) {
            take(line);
        }
        coming.add(Optional.empty());
    }

    private void take(StringBuilder line) {
        String whole = line.toString();
        String bare = whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole;
        all.add(bare);
        coming.add(Optional.of(bare));
        line.setLength(0);
    }
}
