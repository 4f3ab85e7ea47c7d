package paloma.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The admin port of a server, as a probe and a scraper see it. */
public record AdminPort(int port) {
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(Processes.MAX_SECONDS);
    private static final int MAX_ANSWER_MILLIS = 1_000 * Processes.MAX_SECONDS;

    /** Asks until the answer has this status; nobody listening is no answer. */
    public void await(String path, int status) throws IOException {
        long deadline = System.nanoTime() + MAX_NANOS;
        while (statusOf(path) != status) {
            assertThat(System.nanoTime() - deadline)
                    .as("%s is %d", path, status)
                    .isNegative();
        }
    }

    /** Returns 0 where nobody listens. */
    public int statusOf(String path) throws IOException {
        try {
            return get(path).getResponseCode();
        } catch (ConnectException e) {
            return 0;
        }
    }

    /** Asks until the metric has this value. */
    public void awaitMetric(long value, String name, String... labels) throws IOException {
        long deadline = System.nanoTime() + MAX_NANOS;
        for (long seen = metric(name, labels); seen != value; seen = metric(name, labels)) {
            assertThat(System.nanoTime() - deadline)
                    .as("%s is %d, not %d", name, seen, value)
                    .isNegative();
        }
    }

    /** Sums what stands under a name with all of these labels, each such as {@code service="echo"}. */
    public long metric(String name, String... labels) throws IOException {
        try (InputStream in = get("/metrics").getInputStream()) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return all.lines()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .filter(line -> Stream.of(labels).allMatch(line::contains))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    private HttpURLConnection get(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(MAX_ANSWER_MILLIS);
        connection.setReadTimeout(MAX_ANSWER_MILLIS);
        return connection;
    }
}
