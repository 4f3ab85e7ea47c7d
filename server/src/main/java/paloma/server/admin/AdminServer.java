package paloma.server.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.net.AddressText;
import paloma.net.ConnectionWatch;
import paloma.net.Descriptors;
import paloma.net.Transport;
import paloma.server.config.ConfigException;
import paloma.server.lifecycle.Readiness;
import paloma.web.Answer;
import paloma.web.HttpAnswers;
import paloma.web.SiteSettings;

/** {@code /live}, {@code /ready} and {@code /metrics} over HTTP, on an event loop and threads of its own: no scrape delays a datagram. */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    /** A scraper, two probes and a person with curl. */
    private static final int THREADS = 4;

    private final HttpAnswers http;
    private final Readiness readiness;
    private final Metrics metrics;

    private AdminServer(
            Transport transport,
            InetSocketAddress address,
            ConnectionWatch watch,
            Readiness readiness,
            Metrics metrics,
            SiteSettings site)
            throws IOException {
        this.readiness = readiness;
        this.metrics = metrics;
        this.http = HttpAnswers.open(
                transport, address, "admin", THREADS, watch, this::answer, AdminServer::mistaken, site);
    }

    /** Logs what goes wrong here. */
    public static void mistaken(Throwable mistake) {
        LOG.error("A request to the admin port failed; further failures are not logged", mistake);
    }

    /**
     * Checks at once whether {@link #open} can succeed, which loads HTTP: the first datagram need not wait for that.
     *
     * @throws ConfigException when the port is taken or the address is not of this host
     */
    public static void refuseTakenPort(InetSocketAddress address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(address, 1);
        } catch (IOException e) {
            throw notOpened(address, e);
        }
    }

    /**
     * Listens at {@code address}; port 0 takes a free one.
     *
     * @param watch told of connections that had to give way
     * @param site the page, or null
     * @throws ConfigException when the port is taken or the address is not of this host
     */
    public static AdminServer open(
            Transport transport,
            InetSocketAddress address,
            ConnectionWatch watch,
            Readiness readiness,
            Metrics metrics,
            SiteSettings site) {
        try {
            return new AdminServer(transport, address, watch, readiness, metrics, site);
        } catch (IOException e) {
            throw notOpened(address, e);
        }
    }

    public InetSocketAddress address() {
        return http.address();
    }

    @Override
    public void close() {
        http.close();
        metrics.close();
    }

    private static RuntimeException notOpened(InetSocketAddress address, IOException cause) {
        if (Descriptors.areOut(cause)) {
            return new UncheckedIOException(cause);
        }
        return ConfigException.temporary("The admin port " + AddressText.of(address)
                + " is not available: name another with --admin HOST:PORT, or --admin off.");
    }

    private Answer answer(String path) {
        return switch (path) {
            case "/live" -> Answer.word(Answer.OK, "live");
            case "/ready" -> ready();
            case "/metrics" -> Answer.numbers(metrics.scrape());
            case "/" ->
                Answer.word(
                        Answer.FORBIDDEN,
                        "the page is off, or not shown to a network without a token: start the server with --page-token FILE"
                                + " or --page-token new; there are /live, /ready and /metrics");
            default -> Answer.word(Answer.NOT_FOUND, "there are /live, /ready and /metrics");
        };
    }

    private Answer ready() {
        String reason = readiness.reasonAgainst();
        if (reason != null) {
            return Answer.word(Answer.UNAVAILABLE, reason);
        }
        List<String> words = new ArrayList<>(List.of("ready"));
        words.addAll(readiness.remarks());
        return Answer.word(Answer.OK, String.join("; ", words));
    }
}
