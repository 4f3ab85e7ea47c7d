package paloma.audio;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two programs as people start them: what one plays, the other hears. */
class SendAndReceiveIT {
    private static final Path JAR = Path.of("target", "paloma-audio.jar").toAbsolutePath();
    private static final int FRAMES = 3 * 44_100;
    private static final int HEADER_BYTES = 44;

    /** Of a machine that may stand still: so much of the sound must have arrived in one piece, bit for bit. */
    private static final int LEAST_IN_ONE_PIECE = 44_100 / 2;

    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtp", "raw"})
    void whatIsSentIsHeardBitForBit(String wire) throws Exception {
        short[] sent = Noise.samples(2 * FRAMES, 3);
        Path from = folder.resolve("sent.wav");
        Files.write(from, new WavBytes().plain(1, 2, 44_100, 16).data(sent).bytes());
        Path to = folder.resolve("heard.wav");
        String address = "127.0.0.1:" + freePort();

        Process receiver =
                start("receive", "--listen", address, "--wire", wire, "--latency", "200", "--to", to.toString());
        await(receiver, "Waiting for a sender");
        Process sender = start("send", "--to", address, "--wire", wire, "--from", from.toString());
        assertThat(sender.waitFor(30, SECONDS)).isTrue();
        assertThat(sender.exitValue()).isZero();
        receiver.destroy();
        assertThat(receiver.waitFor(10, SECONDS)).isTrue();

        assertThat(longestInOnePiece(sent, samples(to))).isGreaterThan(LEAST_IN_ONE_PIECE);
    }

    @Test
    void tellsPrometheusWhatItHears() throws Exception {
        Path from = folder.resolve("sent.wav");
        Files.write(
                from,
                new WavBytes()
                        .plain(1, 2, 44_100, 16)
                        .data(Noise.samples(44_100, 3))
                        .bytes());
        int metricsPort = freeTcpPort();
        String address = "127.0.0.1:" + freePort();

        Process receiver = start(
                "receive",
                "--listen",
                address,
                "--metrics-port",
                Integer.toString(metricsPort),
                "--to",
                folder.resolve("heard.wav").toString());
        await(receiver, "Waiting for a sender");
        Map<String, Double> before = scrape(metricsPort);
        Process sender = start("send", "--to", address, "--from", from.toString());
        assertThat(sender.waitFor(30, SECONDS)).isTrue();
        Map<String, Double> after = scrape(metricsPort);

        assertThat(before).containsEntry("paloma_audio_streams_total", 0.0);
        assertThat(before).doesNotContainKey("paloma_audio_latency_seconds");
        assertThat(after)
                .containsEntry("paloma_audio_streams_total", 1.0)
                .containsEntry("paloma_audio_dropped_datagrams_total{reason=\"malformed\"}", 0.0)
                .containsKeys("paloma_audio_concealed_seconds_total", "paloma_audio_drift_ppm");
        assertThat(after.get("paloma_audio_packets_total")).isGreaterThan(50);
        assertThat(after.get("paloma_audio_latency_seconds")).isBetween(0.001, 3.0);
    }

    /** Gives each number by name and labels; fails on a line that is none. */
    private static Map<String, Double> scrape(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        Map<String, Double> numbers = new HashMap<>();
        body.lines().filter(line -> !line.startsWith("# ")).forEach(line -> {
            String[] parts = line.split(" ");
            numbers.put(parts[0], Double.valueOf(parts[1]));
        });
        return numbers;
    }

    /** The most frames in a row that are those that were sent, wherever they lie. */
    private static int longestInOnePiece(short[] sent, short[] heard) {
        int longest = 0;
        for (int start = 0; start < FRAMES - 64; start += 4_410) {
            int at = find(sent, start, heard);
            if (at >= 0) {
                int frames = 0;
                while (start + frames < FRAMES
                        && 2 * (at + frames) + 1 < heard.length
                        && sent[2 * (start + frames)] == heard[2 * (at + frames)]
                        && sent[2 * (start + frames) + 1] == heard[2 * (at + frames) + 1]) {
                    frames++;
                }
                longest = Math.max(longest, frames);
            }
        }
        return longest;
    }

    private static int find(short[] sent, int start, short[] heard) {
        for (int at = 0; 2 * (at + 32) < heard.length; at++) {
            int same = 0;
            while (same < 64 && sent[2 * start + same] == heard[2 * at + same]) {
                same++;
            }
            if (same == 64) {
                return at;
            }
        }
        return -1;
    }

    private static short[] samples(Path wav) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(HEADER_BYTES);
        short[] samples = new short[bytes.remaining() / 2];
        bytes.asShortBuffer().get(samples);
        return samples;
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    private static void await(Process process, String text) throws IOException {
        BufferedReader said = process.inputReader();
        String line = said.readLine();
        while (line != null && !line.contains(text)) {
            line = said.readLine();
        }
        assertThat(line).isNotNull();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
