package paloma.audio.metrics;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Supplier;
import paloma.audio.pcm.UnusableException;
import paloma.net.AddressText;
import paloma.net.ConnectionWatch;
import paloma.net.Transport;
import paloma.web.Answer;
import paloma.web.HttpAnswers;

/** {@code /metrics} over HTTP. */
public final class MetricsServer implements AutoCloseable {
    private static final String PATH = "/metrics";

    /** A scraper and a person with curl. */
    private static final int THREADS = 2;

    private final HttpAnswers http;

    private MetricsServer(HttpAnswers http) {
        this.http = http;
    }

    /**
     * Listens at {@code address}; port 0 takes a free one.
     *
     * @param numbers asked at each scrape, on a thread that may block
     * @param bugs called with the first Throwable of {@code numbers}: whoever scrapes asks again every few seconds
     * @throws UnusableException when the port is taken or the address is not of this host
     */
    public static MetricsServer open(InetSocketAddress address, Supplier<Exposition> numbers, Consumer<Throwable> bugs)
            throws UnusableException {
        try {
            return new MetricsServer(HttpAnswers.open(
                    Transport.best(),
                    address,
                    "metrics",
                    THREADS,
                    ConnectionWatch.NONE,
                    path -> answer(path, numbers),
                    bugs));
        } catch (IOException e) {
            throw new UnusableException(
                    "The port " + address.getPort() + " for metrics is not available (" + e.getMessage()
                            + "); choose another --metrics-port.",
                    e);
        }
    }

    /** Returns the address of the metrics. */
    public String url() {
        return "http://" + AddressText.of(http.address()) + PATH;
    }

    @Override
    public void close() {
        http.close();
    }

    private static Answer answer(String path, Supplier<Exposition> numbers) {
        return PATH.equals(path)
                ? Answer.numbers(numbers.get().toString())
                : Answer.word(Answer.NOT_FOUND, "there is " + PATH);
    }
}
