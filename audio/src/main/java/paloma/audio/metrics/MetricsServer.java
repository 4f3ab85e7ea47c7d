package paloma.audio.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import paloma.audio.pcm.UnusableException;

/** {@code /metrics} over HTTP by the JDK's own server, on threads of its own: no scrape delays a datagram. */
public final class MetricsServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int WRONG_METHOD = 405;
    private static final long NO_BODY = -1;

    /** A scraper and a person with curl; each slow client holds one thread until its time is up. */
    private static final int THREADS = 2;

    private static final int QUEUE = 16;
    private static final int BACKLOG = 16;
    private static final long IDLE_THREAD_SECONDS = 10;

    private final HttpServer http;
    private final ThreadPoolExecutor threads;
    private final Supplier<Exposition> numbers;

    private MetricsServer(HttpServer http, Supplier<Exposition> numbers) {
        this.http = http;
        this.numbers = numbers;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(QUEUE),
                MetricsServer::thread);
        threads.allowCoreThreadTimeOut(true);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
    }

    /**
     * Listens at {@code address}; port 0 takes a free one.
     *
     * @param numbers is asked at each scrape, on a thread that may block
     * @throws UnusableException when the port is taken or the address is not of this host
     */
    public static MetricsServer open(InetSocketAddress address, Supplier<Exposition> numbers) throws UnusableException {
        boundSlowClients();
        try {
            MetricsServer server = new MetricsServer(HttpServer.create(address, BACKLOG), numbers);
            server.http.start();
            return server;
        } catch (IOException e) {
            throw new UnusableException(
                    "The port " + address.getPort() + " for metrics cannot be had (" + e.getMessage()
                            + "); choose another --metrics-port.",
                    e);
        }
    }

    /** Gives where the numbers are. */
    public String url() {
        return "http://" + NetUtil.toSocketAddressString(http.getAddress()) + "/metrics";
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    /** The JDK's server waits for ever for a client unless told otherwise by these, which it reads once. */
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
        Thread thread = new Thread(task, "metrics");
        thread.setDaemon(true);
        return thread;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                answer(exchange, WRONG_METHOD, "only GET and HEAD\n");
            } else if ("/metrics".equals(exchange.getRequestURI().getPath())) {
                exchange.getResponseHeaders().set("Content-Type", Exposition.TYPE);
                answer(exchange, OK, numbers.get().toString());
            } else {
                answer(exchange, NOT_FOUND, "there is /metrics\n");
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, NO_BODY);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
