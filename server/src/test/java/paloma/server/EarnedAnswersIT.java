package paloma.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.Transport;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.metrics.Refusal;

/** Streams that are refused in the middle, whose clients send all that they have before they read. */
@Timeout(60)
class EarnedAnswersIT {
    /** What a client may still send behind what was refused: more than the buffers of both sides hold. */
    private static final int MORE_BYTES = 20_000_000;

    @TempDir
    Path data;

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersTheLinesThatPassTheRateThenEnds(Transport transport) throws IOException {
        try (RunningServer server = start(transport, "--source-rate", "1/s", "--source-burst", "3")) {
            assertThat(answers(server, "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n")).isEqualTo("a\nb\nc\n");
            assertThat(server.meter("echo", Scheme.TCP).refusals(Refusal.SOURCE_RATE))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersTheLinesBeforeOneThatIsTooLong(Transport transport) throws IOException {
        try (RunningServer server = start(transport)) {
            assertThat(answers(server, "one\ntwo\n" + "x".repeat(MORE_BYTES) + "\nfour\n"))
                    .isEqualTo("one\ntwo\n");
            assertThat(server.meter("echo", Scheme.TCP).refusals(Refusal.LINE_TOO_LONG))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersLargeLinesThatPassTheRateToAClientThatSendsMuchMore(Transport transport) throws IOException {
        try (RunningServer server = start(transport, "--source-rate", "1/s", "--source-burst", "3")) {
            String earned = ("y".repeat(60_000) + "\n").repeat(3);
            assertThat(answers(server, earned + "z\n".repeat(MORE_BYTES / 2))).isEqualTo(earned);
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void sendsWhatIsAnsweredWhenTheServerStops(Transport transport) throws IOException {
        Socket client;
        try (RunningServer server = start(transport)) {
            client = new Socket();
            client.connect(server.tcp("echo"));
            client.getOutputStream().write("one\n".getBytes(US_ASCII));
            assertThat(client.getInputStream().read()).isEqualTo('o');
            client.getOutputStream().write("unfinished".getBytes(US_ASCII));
        }
        try (client) {
            assertThat(client.getInputStream().readAllBytes()).isEqualTo("ne\n".getBytes(US_ASCII));
        }
    }

    /** With a rate for loopback too, which by default has none. */
    private RunningServer start(Transport transport, String... rates) {
        String[] options = new String[rates.length + 4];
        System.arraycopy(rates, 0, options, 4, rates.length);
        System.arraycopy(new String[] {"echo=tcp://:0", "--quiet", "--unlimited", "192.0.2.1"}, 0, options, 0, 4);
        return RunningServer.start(transport, data, options);
    }

    private static String answers(RunningServer server, String lines) throws IOException {
        try (Socket client = new Socket()) {
            client.connect(server.tcp("echo"));
            client.getOutputStream().write(lines.getBytes(US_ASCII));
            return new String(client.getInputStream().readAllBytes(), US_ASCII);
        }
    }
}
