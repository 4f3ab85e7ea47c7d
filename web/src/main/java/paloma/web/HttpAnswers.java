package paloma.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** Answers GET and HEAD with the JDK's own HTTP server, on its own threads: no scrape delays a datagram. */
public final class HttpAnswers implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final int QUEUE_A_THREAD = 8;
    private static final long IDLE_THREAD_SECONDS = 10;
    private static final long NO_BODY = -1;

    private final HttpServer http;
    private final ThreadPoolExecutor threads;
    private final Function<String, Answer> answers;
    private final Consumer<Throwable> mistakes;
    private final AtomicBoolean mistaken = new AtomicBoolean();

    private HttpAnswers(
            HttpServer http, String name, int most, Function<String, Answer> answers, Consumer<Throwable> mistakes) {
        this.http = http;
        this.answers = answers;
        this.mistakes = mistakes;
        this.threads = new ThreadPoolExecutor(
                most,
                most,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(QUEUE_A_THREAD * most),
                task -> thread(task, name));
        threads.allowCoreThreadTimeOut(true);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
    }

    /**
     * Listens at {@code address}; port 0 takes a free one.
     *
     * @param name of its threads
     * @param threads at most; each slow client holds one until its time is up
     * @param answers called with the path of each request, on a thread that may block
     * @param mistakes called with the first Throwable of {@code answers}, for the log: whoever scrapes asks again every
     *     few seconds
     * @throws IOException when the port is taken or the address is not of this host
     */
    public static HttpAnswers open(
            InetSocketAddress address,
            String name,
            int threads,
            Function<String, Answer> answers,
            Consumer<Throwable> mistakes)
            throws IOException {
        boundSlowClients();
        HttpAnswers opened = new HttpAnswers(HttpServer.create(address, BACKLOG), name, threads, answers, mistakes);
        opened.http.start();
        return opened;
    }

    public InetSocketAddress address() {
        return http.getAddress();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    /**
     * Unless these properties say otherwise, the JDK's server waits for ever for the rest of a request and for a client
     * to take its answer. It reads them once. What the operator has set stays.
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

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer =
                    answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            byte[] body = answer.text().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            if (answer.status() == Answer.WRONG_METHOD) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            }
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
                exchange.sendResponseHeaders(answer.status(), NO_BODY);
            } else {
                exchange.sendResponseHeaders(answer.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(String method, String path) {
        return method.equals("GET") || method.equals("HEAD")
                ? answer(String.valueOf(path))
                : Answer.word(Answer.WRONG_METHOD, "only GET and HEAD");
    }

    private Answer answer(String path) {
        try {
            return answers.apply(path);
        } catch (Throwable mistake) {
            if (mistaken.compareAndSet(false, true)) {
                mistakes.accept(mistake);
            }
            return Answer.word(Answer.FAILED, "a mistake of this program");
        }
    }
}
