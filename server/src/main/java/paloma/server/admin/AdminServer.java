package paloma.server.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.server.config.ConfigException;
import paloma.server.config.HostPort;

/** {@code /live}, {@code /ready} and {@code /metrics} over HTTP, on threads of its own: no scrape delays a datagram. */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    /** A scraper, two probes and a person with curl; each slow client holds one thread until its time is up. */
    private static final int THREADS = 4;

    private static final int QUEUE = 32;
    private static final int BACKLOG = 16;
    private static final long IDLE_THREAD_SECONDS = 10;

    private final HttpServer http;
    private final ThreadPoolExecutor threads;
    private final Readiness readiness;
    private final Metrics metrics;
    private final AtomicBoolean failed = new AtomicBoolean();

    private AdminServer(HttpServer http, Readiness readiness, Metrics metrics) {
        this.http = http;
        this.readiness = readiness;
        this.metrics = metrics;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(QUEUE),
                AdminServer::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Says at once whether {@link #open} can succeed, for some 50 ms less: the JDK's HTTP server takes them to load, and
     * the first datagram need not wait for it.
     *
     * @throws ConfigException when the port is taken or the address is not of this host
     */
    public static void refuseTakenPort(InetSocketAddress address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(address, 1);
        } catch (IOException e) {
            throw taken(address);
        }
    }

    /**
     * Listens at {@code address}; port 0 takes a free one.
     *
     * @throws ConfigException when the port is taken or the address is not of this host
     */
    public static AdminServer open(InetSocketAddress address, Readiness readiness, Metrics metrics) {
        boundSlowClients();
        try {
            HttpServer http = HttpServer.create(address, BACKLOG);
            AdminServer server = new AdminServer(http, readiness, metrics);
            http.setExecutor(server.threads);
            http.createContext("/", server::handle);
            http.start();
            return server;
        } catch (IOException e) {
            throw taken(address);
        }
    }

    public InetSocketAddress address() {
        return http.getAddress();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        metrics.close();
    }

    /**
     * The JDK's server waits for ever for the rest of a request and for an answer to be taken, unless told otherwise by
     * these properties, which it reads once. What the operator has set stays.
     */
    private static void boundSlowClients() {
        setIfAbsent("sun.net.httpserver.maxReqTime", "3"); // seconds until a request is whole
        setIfAbsent("sun.net.httpserver.maxRspTime", "10"); // seconds until its answer is taken
        setIfAbsent("sun.net.httpserver.idleInterval", "10"); // seconds that a kept connection may be silent
        setIfAbsent("sun.net.httpserver.maxIdleConnections", "8");
        setIfAbsent("sun.net.httpserver.maxReqHeaders", "50");
        setIfAbsent("jdk.httpserver.maxConnections", "64");
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "admin");
        thread.setDaemon(true);
        return thread;
    }

    private static ConfigException taken(InetSocketAddress address) {
        return new ConfigException("The admin port " + HostPort.print(address)
                + " cannot be had: name another with --admin HOST:PORT, or --admin off.");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer =
                    answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            if (answer.status() == Answer.WRONG_METHOD) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            }
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
                exchange.sendResponseHeaders(answer.status(), -1);
            } else {
                exchange.sendResponseHeaders(answer.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(String method, String path) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.word(Answer.WRONG_METHOD, "only GET and HEAD");
        }
        return switch (String.valueOf(path)) {
            case "/live" -> Answer.word(Answer.OK, "live");
            case "/ready" -> ready();
            case "/metrics" -> metrics();
            default -> Answer.word(Answer.NOT_FOUND, "there are /live, /ready and /metrics");
        };
    }

    /** A number that cannot be read is our mistake, told once: whoever scrapes asks again every few seconds. */
    private Answer metrics() {
        try {
            return new Answer(Answer.OK, Answer.PROMETHEUS, metrics.scrape());
        } catch (RuntimeException e) {
            if (failed.compareAndSet(false, true)) {
                LOG.warn("The metrics cannot be read; further failures are not told", e);
            }
            return Answer.word(Answer.FAILED, "the metrics cannot be read, see the log");
        }
    }

    private Answer ready() {
        String reason = readiness.reasonAgainst();
        return reason == null ? Answer.word(Answer.OK, "ready") : Answer.word(Answer.UNAVAILABLE, reason);
    }
}
