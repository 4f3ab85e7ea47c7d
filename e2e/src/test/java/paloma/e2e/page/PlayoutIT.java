package paloma.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.e2e.Machine;
import paloma.testkit.Checkout;
import paloma.testkit.ChildProcess;
import paloma.testkit.FreePorts;
import paloma.testkit.Processes;

/** The buffer of the listening page, in a browser's JavaScript and in simulated time: hours in seconds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(Machine.PROCESSOR)
class PlayoutIT {
    /**
     * Plays a ramp that a listener would not notice: each sample tells its place, and a click is a step between two that is
     * larger than the ramp's and what a fade makes. {@code ppm}: how much faster the sender's clock is. {@code stall(second)}:
     * for how many pieces nothing comes, which then come at once.
     */
    private static final String SIMULATION = """
            const done = arguments[arguments.length - 1];
            const [ppm, seconds, stalls, jitter] = [%s, %s, %s, %s];
            import(document.querySelector('script[type=module]').src.replace(/[^/]+$/, 'playout.js')).then(({ Playout }) => {
              const rate = 44100, piece = 441, quantum = 128, period = 100;
              const playout = new Playout(rate, 1);
              const wave = frame => Math.round(16000 * Math.sin(2 * Math.PI * (frame %% period) / period));
              const output = [new Float32Array(quantum)];
              let sent = 0, played = 0, clicks = 0, last = 0, exact = 0, random = 1;
              const chance = () => (random = (random * 48271) %% 2147483647) / 2147483647;
              let due = 0;
              while (played < seconds * rate) {
                const time = played / rate;
                for (;;) {
                  const arrives = (sent + piece) / rate / (1 + ppm / 1e6);
                  if (arrives + due > time || stalls.some(stall => time >= stall && time < stall + 0.8)) break;
                  playout.push(sent, Int16Array.from({ length: piece }, (_, i) => wave(sent + i)));
                  sent += piece;
                  due = jitter * chance();
                }
                playout.pull(output);
                for (const sample of output[0]) {
                  if (Math.abs(sample - last) > 0.04) clicks++;
                  last = sample;
                  if (Math.round(sample * 32768) === sample * 32768) exact++;
                }
                played += quantum;
              }
              const { underruns, skippedMillis, heldMillis, targetMillis } = playout.stats();
              done([clicks, underruns, skippedMillis, heldMillis, targetMillis, exact / played].map(Number));
            }, error => done([String(error)]));
            """;

    private ChildProcess receiver;
    private Chromium browser;

    /** What came of a run; times in ms. */
    private record Outcome(
            double clicks, double underruns, double skipped, double held, double target, double exactShare) {}

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        browser = Chromium.start(folder);
        List<String> command = Processes.java("-jar", Checkout.jar("audio").toString());
        command.addAll(List.of("receive", "--listen", "127.0.0.1:" + FreePorts.udp(), "--rtcp-mux", "--to"));
        command.addAll(List.of(folder.resolve("heard.wav").toString(), "--page", Integer.toString(FreePorts.tcp())));
        receiver = Processes.start(command);
        browser.open(receiver.err().next("Page: ").substring("Page: ".length()));
    }

    @AfterAll
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (receiver != null) {
            receiver.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, -300})
    void playsForMinutesWithoutAClickWhateverTheClocks(int ppm) {
        assertSmooth(simulate(ppm, 300, "[]", 0.004));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 300, -300})
    @Tag("soak")
    void playsForHoursWithoutAClickWhateverTheClocks(int ppm) {
        assertSmooth(simulate(ppm, 7_200, "[]", 0.004));
    }

    private static void assertSmooth(Outcome played) {
        assertThat(played.clicks()).as("clicks").isZero();
        assertThat(played.underruns()).as("underruns").isZero();
        assertThat(played.skipped()).as("skipped, ms").isZero();
        assertThat(played.held()).as("held, ms").isBetween(10.0, 65.0);
    }

    @Test
    void equalClocksPlaySampleForSample() {
        assertThat(simulate(0, 60, "[]", 0.004).exactShare()).isGreaterThan(0.999);
    }

    @Test
    void aStallIsSilenceThatComesAndGoesSoftlyAndIsCounted() {
        Outcome stalled = simulate(0, 60, "[10, 30]", 0.002);
        assertThat(stalled.clicks()).as("clicks").isZero();
        assertThat(stalled.underruns()).as("underruns").isEqualTo(2);
        assertThat(stalled.held()).as("held, ms").isLessThan(150);
    }

    private Outcome simulate(int ppm, int seconds, String stalls, double jitter) {
        List<?> told = browser.runAsync(String.format(
                Locale.ROOT,
                SIMULATION,
                Integer.toString(ppm),
                Integer.toString(seconds),
                stalls,
                Double.toString(jitter)));
        assertThat(told).hasSize(6);
        double[] values = told.stream()
                .mapToDouble(value -> ((Number) value).doubleValue())
                .toArray();
        return new Outcome(values[0], values[1], values[2], values[3], values[4], values[5]);
    }
}
