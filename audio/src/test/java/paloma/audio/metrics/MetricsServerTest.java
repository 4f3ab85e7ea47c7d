package paloma.audio.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.audio.pcm.UnusableException;

@Timeout(60)
class MetricsServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Throwable> bugs = Collections.synchronizedList(new ArrayList<>());
    private volatile Throwable broken;
    private MetricsServer server;

    @BeforeEach
    void open() throws Exception {
        server = MetricsServer.open(loopback(0), this::numbersUnlessBroken, bugs::add);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void tellsNumbersAsPrometheusReadsThem() throws Exception {
        HttpResponse<String> answer = ask("GET", "/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).isEqualTo("""
                # HELP sounds_total Sounds that came.
                # TYPE sounds_total counter
                sounds_total 12345678901
                # HELP dropped_total Dropped.
                # TYPE dropped_total counter
                dropped_total{reason="late"} 2
                dropped_total{reason="malformed"} 3
                # HELP depth_seconds Depth.
                # TYPE depth_seconds gauge
                depth_seconds 0.25
                """);
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        HttpResponse<String> answer = ask("HEAD", "/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValueAsLong("Content-Length"))
                .hasValue(numbers().toString().length());
    }

    @Test
    void refusesOtherPathsAndMethods() throws Exception {
        assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/metrics/x").statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/metrics").statusCode()).isEqualTo(405);
        assertThat(ask("POST", "/metrics").headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void refusesATakenPortInOneSentence() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> MetricsServer.open(loopback(other.getLocalPort()), Exposition::new, bugs::add))
                    .isInstanceOf(UnusableException.class)
                    .hasMessageStartingWith("The port " + other.getLocalPort() + " for metrics is not available (")
                    .hasMessageEndingWith("); choose another --metrics-port.");
        }
    }

    @ParameterizedTest
    @MethodSource
    void aBugIs500AndReportedOnce(Throwable bug) throws Exception {
        broken = bug;
        assertThat(ask("GET", "/metrics").statusCode()).isEqualTo(500);
        assertThat(ask("GET", "/metrics").statusCode()).isEqualTo(500);
        assertThat(ask("GET", "/").statusCode()).isEqualTo(404);

        assertThat(bugs).containsExactly(bug);
    }

    static List<Throwable> aBugIs500AndReportedOnce() {
        return List.of(new NullPointerException("source"), new StackOverflowError("deep"));
    }

    private Exposition numbersUnlessBroken() {
        if (broken instanceof Error bug) {
            throw bug;
        }
        if (broken instanceof RuntimeException bug) {
            throw bug;
        }
        return numbers();
    }

    private static Exposition numbers() {
        return new Exposition()
                .counter("sounds", "Sounds that came.", 12_345_678_901L)
                .counters("dropped", "Dropped.", "reason", new TreeMap<>(Map.of("malformed", 3L, "late", 2L)))
                .gauge("depth_seconds", "Depth.", 0.25);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url()).resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
