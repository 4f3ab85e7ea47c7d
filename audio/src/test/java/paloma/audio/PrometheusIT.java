package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus is told of a stream, before and after it. */
class PrometheusIT {
    /** Of half a second: each chunk of 1,024 frames makes four. */
    private static final int PACKETS = 87;

    @TempDir
    Path folder;

    private final Programs programs = Programs.here();

    @AfterEach
    void end() {
        programs.close();
    }

    @Test
    void countsWhatIsHeard() throws Exception {
        Path from = folder.resolve("sent.wav");
        short[] noise = Noise.samples(44_100, 3);
        Files.write(from, new WavBytes().plain(1, 2, 44_100, 16).data(noise).bytes());
        int metrics = Ports.free();
        String address = "127.0.0.1:" + Ports.free();
        String heard = folder.resolve("heard.wav").toString();
        programs.receive("--listen", address, "--metrics-port", "" + metrics, "--latency", "1000", "--to", heard);
        Map<String, Double> before = scrape(metrics);
        programs.audio("send", "--to", address, "--from", from.toString()).succeeds();
        Await.until(() -> isPlayed(scrape(metrics)), () -> PACKETS + " packets are counted and played");
        Map<String, Double> after = scrape(metrics);

        assertThat(before).containsEntry("paloma_audio_streams_total", 0.0);
        assertThat(before).doesNotContainKey("paloma_audio_latency_seconds");
        assertThat(after)
                .containsEntry("paloma_audio_streams_total", 1.0)
                .containsEntry("paloma_audio_dropped_datagrams_total{reason=\"malformed\"}", 0.0)
                .containsKeys("paloma_audio_concealed_seconds_total", "paloma_audio_drift_ppm");
        assertThat(after.get("paloma_audio_latency_seconds")).isBetween(0.001, 3.0);
    }

    private static boolean isPlayed(Map<String, Double> numbers) {
        double packets =
                numbers.get("paloma_audio_packets_total") - numbers.get("paloma_audio_duplicate_packets_total");
        return packets == PACKETS && numbers.get("paloma_audio_latency_seconds") > 0;
    }

    /** Returns each number by name and labels; fails on a line that is none. */
    static Map<String, Double> scrape(int port) throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        Map<String, Double> numbers = new HashMap<>();
        body.lines().filter(line -> !line.startsWith("# ")).forEach(line -> {
            String[] parts = line.split(" ");
            numbers.put(parts[0], Double.valueOf(parts[1]));
        });
        return numbers;
    }
}
