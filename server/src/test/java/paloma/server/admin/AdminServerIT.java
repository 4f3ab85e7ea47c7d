package paloma.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import paloma.net.ConnectionWatch;
import paloma.net.Transport;
import paloma.server.config.ConfigException;
import paloma.server.lifecycle.Readiness;
import paloma.server.metrics.Reading;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

class AdminServerIT {
    /** The text format of Prometheus, version 0.0.4: comments, and samples of a name, labels and a number. */
    private static final Pattern LINE = Pattern.compile(
            "# (HELP|TYPE) [a-z_:][a-z0-9_:]* .+"
                    + "|(?<key>[a-z_:][a-z0-9_:]*(\\{[a-z_]+=\"[^\"\\n]*\"(,[a-z_]+=\"[^\"\\n]*\")*,?})?) (?<value>[0-9.eE+-]+|NaN|[+-]Inf)");

    private final ServiceMeter echo = new ServiceMeter("echo", "udp");
    private final ServiceMeter otherEcho = new ServiceMeter("echo", "udp");
    private final ServiceMeter prime = new ServiceMeter("prime", "tcp");
    private final Readiness readiness = new Readiness();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AdminServer server = AdminServer.open(
            Transport.best(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            ConnectionWatch.NONE,
            readiness,
            new Metrics(
                    () -> List.of(echo, otherEcho, prime),
                    List.of(
                            Reading.gauge("paloma_open_uploads", "Uploads now.", () -> 3),
                            Reading.counter("paloma_lost_log_lines", "Lines lost.", () -> 4))),
            null);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void isAliveAndSaysWhyItIsNotReady() throws Exception {
        assertThat(get("/live")).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("live\n");
        });
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/ready").body()).isEqualTo("starting\n");
        readiness.ready();
        assertThat(get("/ready").statusCode()).isEqualTo(200);
        assertThat(get("/ready").body()).isEqualTo("ready\n");
        readiness.remarkedBy(() -> List.of("the bus is away since 12:03"));
        assertThat(get("/ready").statusCode()).isEqualTo(200);
        assertThat(get("/ready").body()).isEqualTo("ready; the bus is away since 12:03\n");
        readiness.stopping();
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/ready").body()).isEqualTo("stopping\n");
        assertThat(get("/live").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesOtherPathsAndMethods() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(403);
        assertThat(get("/x").statusCode()).isEqualTo(404);
        assertThat(get("/live/x").statusCode()).isEqualTo(404);
        HttpResponse<String> posted = ask("POST", "/live");
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(ask("DELETE", "/metrics").statusCode()).isEqualTo(405);
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        HttpResponse<String> head = ask("HEAD", "/live");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(5);
    }

    @Test
    void tellsNumbersThatPrometheusReads() throws Exception {
        echo.requested(10);
        otherEcho.requested(5);
        echo.answered(10, 1_500); // 1.5 us: below 2 us
        otherEcho.answered(5, 3_000_000_000L); // 3 s: below 2^22 us
        prime.requested(1);
        prime.refused(Refusal.TOO_LARGE);
        Map<String, Double> numbers = scrape();
        String labels = "service=\"echo\",transport=\"udp\"";
        assertThat(numbers)
                .containsEntry("paloma_requests_total{" + labels + "}", 2.0)
                .containsEntry("paloma_request_bytes_total{" + labels + "}", 15.0)
                .containsEntry("paloma_answers_total{" + labels + "}", 2.0)
                .containsEntry("paloma_answer_bytes_total{" + labels + "}", 15.0)
                .containsEntry("paloma_handling_seconds_bucket{" + labels + ",le=\"1.0E-6\"}", 0.0)
                .containsEntry("paloma_handling_seconds_bucket{" + labels + ",le=\"2.0E-6\"}", 1.0)
                .containsEntry("paloma_handling_seconds_bucket{" + labels + ",le=\"+Inf\"}", 2.0)
                .containsEntry("paloma_handling_seconds_count{" + labels + "}", 2.0)
                .containsEntry("paloma_refusals_total{reason=\"too-large\",service=\"prime\",transport=\"tcp\"}", 1.0)
                .containsEntry("paloma_refusals_total{reason=\"too-large\"," + labels + "}", 0.0)
                .containsEntry("paloma_open_uploads", 3.0)
                .containsEntry("paloma_lost_log_lines_total", 4.0);
        assertThat(numbers.get("paloma_handling_seconds_sum{" + labels + "}")).isBetween(3.0, 3.1);
        assertThat(numbers.keySet())
                .anyMatch(key -> key.startsWith("jvm_memory_used_bytes{"))
                .anyMatch(key -> key.startsWith("jvm_threads_live_threads"))
                .anyMatch(key -> key.startsWith("jvm_gc_"));
        echo.requested(1);
        assertThat(scrape()).containsEntry("paloma_requests_total{" + labels + "}", 3.0);
    }

    @Test
    void servesOthersWhileSlowClientsHoldOn() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Socket socket =
                    new Socket(server.address().getAddress(), server.address().getPort());
            socket.getOutputStream().write("GET /live HTT".getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }
        assertThat(get("/live").statusCode()).isEqualTo(200);
        scrape();
        for (Socket socket : slow) {
            socket.setSoTimeout(20_000);
            assertThat(hangsUp(socket))
                    .as("the server hangs up on a slow client")
                    .isTrue();
            socket.close();
        }
    }

    @Test
    void refusesATakenPortInOneSentence() {
        InetSocketAddress taken = server.address();
        String sentence = "The admin port 127.0.0.1:" + taken.getPort()
                + " is not available: name another with --admin HOST:PORT, or --admin off.";
        assertThatThrownBy(() -> AdminServer.open(
                        Transport.best(),
                        taken,
                        ConnectionWatch.NONE,
                        readiness,
                        new Metrics(List::of, List.of()),
                        null))
                .isInstanceOf(ConfigException.class)
                .hasMessage(sentence);
        assertThatThrownBy(() -> AdminServer.refuseTakenPort(taken))
                .isInstanceOf(ConfigException.class)
                .hasMessage(sentence);
        AdminServer.refuseTakenPort(new InetSocketAddress(taken.getAddress(), 0));
    }

    private Map<String, Double> scrape() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        Map<String, Double> numbers = new TreeMap<>();
        for (String line : answer.body().split("\n")) {
            Matcher matcher = LINE.matcher(line);
            assertThat(matcher.matches()).as("a line of the format: %s", line).isTrue();
            if (matcher.group("key") != null) {
                double value = Double.parseDouble(matcher.group("value").replace("Inf", "Infinity"));
                assertThat(numbers.put(matcher.group("key"), value))
                        .as("a second %s", line)
                        .isNull();
            }
        }
        return numbers;
    }

    private static boolean hangsUp(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return ask("GET", path);
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
