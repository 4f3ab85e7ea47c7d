package paloma.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.e2e.KeepsProcessorBusy;
import paloma.testkit.ChildProcess;
import paloma.testkit.FreePorts;
import paloma.testkit.Processes;

/** The buffer of the listening page, in a browser's JavaScript and in simulated time: hours in seconds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@KeepsProcessorBusy
class PlayoutIT {
    /**
     * Plays a tone, in which a click is a step between two samples that is larger than the tone's and what a fade makes.
     * {@code ppm}: how much faster the sender's clock is. The rest are moments, in seconds: of {@code stalls} of 0.8 s, in
     * which nothing comes, and then all at once; of a piece that is {@code lost}; of {@code pauses} of 0.4 s, in which the
     * browser's sound system takes nothing; of {@code jumps}, from where on pieces have numbers that are ten seconds
     * higher; of {@code restarts} of the program, which numbers from nothing.
     */
    private static final String SIMULATION = """
            const done = arguments[arguments.length - 1];
            const { ppm = 0, seconds = 60, jitter = 0.002, stalls = [], lost = [], pauses = [], jumps = [], restarts = [] } = %s;
            import(document.querySelector('script[type=module]').src.replace(/[^/]+$/, 'playout.js')).then(({ Playout }) => {
              const rate = 44100, piece = 441, quantum = 128, period = 100;
              const playout = new Playout(rate, 1);
              const wave = frame => Math.round(16000 * Math.sin(2 * Math.PI * (frame %% period) / period));
              const output = [new Float32Array(quantum)];
              const within = (moments, seconds, time) => moments.some(moment => time >= moment && time < moment + seconds);
              const passes = moments => moments.length > 0 && sent >= moments[0] * rate && moments.shift() !== undefined;
              let sent = 0, first = 0, passed = 0, played = 0, clicks = 0, last = 0, exact = 0, silent = 0, longest = 0, random = 1;
              const chance = () => (random = (random * 48271) %% 2147483647) / 2147483647;
              const send = () => {
                if (passes(jumps)) first -= 10 * rate;
                if (passes(restarts)) {
                  first = sent;
                  playout.renew();
                }
                if (!passes(lost)) playout.push(sent - first, Int16Array.from({ length: piece }, (_, i) => wave(sent + i)), 0);
                sent += piece;
              };
              const listen = sample => {
                if (Math.abs(sample - last) > 0.04) clicks++;
                last = sample;
                silent = sample === 0 && played > rate ? silent + 1 : 0;
                longest = Math.max(longest, silent);
                if (Math.round(sample * 32768) === sample * 32768) exact++;
                played++;
              };
              let late = 0;
              for (; passed < seconds * rate; passed += quantum) {
                const time = passed / rate;
                while ((sent + piece) / rate / (1 + ppm / 1e6) + late <= time && !within(stalls, 0.8, time)) {
                  send();
                  late = jitter * chance();
                }
                if (!within(pauses, 0.4, time)) {
                  playout.pull(output);
                  output[0].forEach(listen);
                }
              }
              const { underruns, missingMillis, skippedMillis, heldMillis } = playout.stats();
              done([clicks, underruns, missingMillis, skippedMillis, heldMillis, 1000 * longest / rate, exact / played]);
            }, error => done([String(error)]));
            """;

    private ChildProcess receiver;
    private Chromium browser;

    /** What came of a run; times in ms. Silence is not counted in the first second. */
    private record Outcome(
            double clicks,
            double underruns,
            double missing,
            double skipped,
            double held,
            double longestSilence,
            double exactShare) {}

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        browser = Chromium.start(folder);
        List<String> command = Processes.jar("audio");
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
        assertSmooth(simulate("ppm: " + ppm + ", seconds: 300, jitter: 0.004"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 300, -300})
    @Tag("soak")
    void playsForHoursWithoutAClickWhateverTheClocks(int ppm) {
        assertSmooth(simulate("ppm: " + ppm + ", seconds: 7200, jitter: 0.004"));
    }

    private static void assertSmooth(Outcome played) {
        assertThat(played.clicks()).as("clicks").isZero();
        assertThat(played.underruns()).as("underruns").isZero();
        assertThat(played.skipped()).as("skipped, ms").isZero();
        assertThat(played.held()).as("held, ms").isBetween(10.0, 65.0);
    }

    @Test
    void equalClocksPlaySampleForSample() {
        assertThat(simulate("jitter: 0.004").exactShare()).isGreaterThan(0.999);
    }

    @Test
    void aStallIsSilenceThatComesAndGoesSoftlyAndIsCounted() {
        Outcome stalled = simulate("stalls: [10, 30]");
        assertThat(stalled.clicks()).as("clicks").isZero();
        assertThat(stalled.underruns()).as("underruns").isEqualTo(2);
        assertThat(stalled.skipped()).as("skipped, ms").isBetween(1_400.0, 1_600.0);
        assertThat(stalled.held()).as("held, ms").isLessThan(150);
    }

    @Test
    void aLostPieceIsAGapWithoutAClickThatTakesItsTime() {
        Outcome holed = simulate("lost: [5, 5.503, 6.007, 6.511, 7.015]");
        assertThat(holed.clicks()).as("clicks").isZero();
        assertThat(holed.missing()).as("missing, ms").isEqualTo(50);
        assertThat(holed.longestSilence()).as("silence, ms").isBetween(3.0, 10.0);
        assertThat(holed.underruns()).as("underruns").isZero();
        assertThat(holed.skipped()).as("skipped, ms").isZero();
    }

    @Test
    void whatGathersWhileTheBrowserTakesNothingIsLeftOutWithoutAClick() {
        Outcome paused = simulate("pauses: [10, 20]");
        assertThat(paused.clicks()).as("clicks").isZero();
        assertThat(paused.skipped()).as("skipped, ms").isBetween(600.0, 850.0);
        assertThat(paused.held()).as("held, ms").isLessThan(100);
    }

    @Test
    void numbersThatLeapMakeNoClickAndNoPause() {
        Outcome leapt = simulate("jumps: [10, 20]");
        assertThat(leapt.clicks()).as("clicks").isZero();
        assertThat(leapt.missing()).as("missing, ms").isEqualTo(20_000);
        assertThat(leapt.longestSilence()).as("silence, ms").isLessThan(10);
    }

    @Test
    void aProgramThatNumbersFromNothingIsHeardAtOnce() {
        Outcome restarted = simulate("restarts: [20, 30]");
        assertThat(restarted.clicks()).as("clicks").isZero();
        assertThat(restarted.longestSilence()).as("silence, ms").isLessThan(10);
        assertThat(restarted.missing()).as("missing, ms").isZero();
    }

    private Outcome simulate(String options) {
        List<?> told = browser.runAsync(String.format(SIMULATION, "{" + options + "}"));
        assertThat(told).hasSize(7);
        double[] values = told.stream()
                .mapToDouble(value -> ((Number) value).doubleValue())
                .toArray();
        return new Outcome(values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
    }
}
