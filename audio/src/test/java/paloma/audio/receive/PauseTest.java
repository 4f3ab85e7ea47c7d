package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.audio.jitter.Depth;
import paloma.audio.receive.SimulatedStream.Path;

/** A pause, of the sender, the path or the receiver, is no jitter: afterwards sound is played as late as before. */
@Execution(ExecutionMode.CONCURRENT)
class PauseTest {
    private static final Depth CHOSEN = new Depth(20_000_000, 500_000_000);
    private static final Depth FIXED = Depth.fixed(80_000_000);
    private static final Path CALM = new Path(5, 0.2, false, 0, 1, 0, 0, 20);
    private static final Path WIFI = new Path(5, 8, true, 0.005, 1, 0, 0, -100);
    private static final int SECOND = SimulatedStream.PULLS_A_SECOND;
    private static final int BEGIN = 20;

    record Pause(String name, double seconds, UnaryOperator<SimulatedStream> how) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Pause> pauses() {
        return Stream.of(
                sender(10, true),
                sender(10, false),
                sender(2.3, true),
                sender(2.3, false),
                sender(0.4, true),
                sender(0.3, false),
                sender(0.7, false),
                new Pause("timestamps stand still for 2 s", 2, s -> s.standsStill(BEGIN, BEGIN + 2)),
                new Pause("timestamps stand still for 6 s", 6, s -> s.standsStill(BEGIN, BEGIN + 6)),
                new Pause("path is held up for 3 s", 3.1, s -> s.isHeldUp(BEGIN, BEGIN + 3, 200)),
                new Pause("path is held up for 3 s, then slow", 4.5, s -> s.isHeldUp(BEGIN, BEGIN + 3, 3)),
                new Pause("path loses all for 3 s", 3, s -> s.silent(BEGIN, BEGIN + 3)),
                receiver(5, 90, false, false),
                receiver(5, 90, false, true),
                receiver(0.5, 90, false, true),
                receiver(30, 2_000, false, false),
                receiver(5, 0, false, true),
                receiver(5, 0, true, false),
                receiver(2, 0, true, true));
    }

    private static Pause sender(double seconds, boolean goOn) {
        String name = "sender pauses for " + seconds + " s, timestamps " + (goOn ? "go on" : "do not");
        return new Pause(name, seconds, s -> s.pauses(BEGIN, BEGIN + seconds, goOn));
    }

    private static Pause receiver(double seconds, int keeps, boolean clockToo, boolean playsFirst) {
        String name = "receiver stops for " + seconds + " s, keeps " + keeps + (clockToo ? ", its clock too" : "")
                + (playsFirst ? ", plays first" : "");
        return new Pause(name, seconds, s -> s.receiverStops(BEGIN, BEGIN + seconds, keeps, clockToo, playsFirst));
    }

    /** The seeds are also where the clocks begin. */
    private static Stream<Arguments> cases() {
        Random seeds = new Random(16);
        return pauses().flatMap(pause -> Stream.of(CALM, WIFI)
                .flatMap(path -> Stream.of(CHOSEN, FIXED)
                        .map(depth -> Arguments.of(pause, path, depth, seeds.nextInt(1, 1_000)))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isForgottenSoon(Pause pause, Path path, Depth depth, int seed) {
        Outcome outcome = outcome(pause, path, depth, seed);
        StreamStats stats = outcome.stats();
        double varies = path == CALM ? 0 : 5; // without a pause as well
        assertThat(outcome.after(10)).as("latency, %s", outcome).isCloseTo(outcome.before(), offset(10 + varies));
        assertThat(outcome.depthAfter(10))
                .as("depth, %s", outcome)
                .isCloseTo(outcome.depthBefore(), offset(10 + varies));
        assertThat(outcome.backAfterMillis()).as("back, %s", outcome).isLessThan(300);
        assertThat(stats.jitterMillis()).as("jitter, %s", outcome).isLessThan(20);
        assertThat(stats.concealments()).as("gaps, %s", outcome).isLessThan(6);
        assertThat(stats.asked()).as("requests, %s", outcome).isLessThan(400);
        if (!pause.name().startsWith("path") && !pause.name().contains("clock")) {
            assertThat(stats.lost()).as("lost, %s", outcome).isLessThan(20);
            assertThat(stats.late()).as("late, %s", outcome).isLessThan(20);
        }
    }

    static Outcome outcome(Pause pause, Path path, Depth depth, int seed) {
        int seconds = (int) Math.ceil(BEGIN + pause.seconds() + 12);
        SimulatedStream played = pause.how()
                .apply(new SimulatedStream(path, depth, true, seconds, seed))
                .run();
        return new Outcome(played, BEGIN + pause.seconds());
    }

    /** What was played, and when the pause was over. */
    record Outcome(SimulatedStream played, double over) {
        StreamStats stats() {
            return played.stream.stats();
        }

        double before() {
            return played.latencyMillis[(BEGIN - 1) * SECOND];
        }

        double depthBefore() {
            return played.depthMillis[(BEGIN - 1) * SECOND];
        }

        double after(double seconds) {
            return played.latencyMillis[(int) ((over + seconds) * SECOND)];
        }

        double depthAfter(double seconds) {
            return played.depthMillis[(int) ((over + seconds) * SECOND)];
        }

        /** Returns in how many milliseconds after the pause sound is heard without end. */
        int backAfterMillis() {
            int pull = (int) ((over + 5) * SECOND);
            while (isHeard(pull - 1)) {
                pull--;
            }
            return (int) ((pull - over * SECOND) * 1_000 / SECOND);
        }

        private boolean isHeard(int pull) {
            int samples = played.played.length / played.pulls;
            for (int i = 0; i < samples; i++) {
                if (played.played[pull * samples + i] != 0) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            StreamStats stats = stats();
            return String.format(
                    "latency %.1f, then %.1f %.1f %.1f; depth %.1f then %.1f %.1f %.1f; jitter %.2f; back in %d ms; lost %d late %d dup %d concealed %.0f/%d asked %d drift %.1f",
                    before(),
                    after(1),
                    after(5),
                    after(10),
                    depthBefore(),
                    depthAfter(1),
                    depthAfter(5),
                    depthAfter(10),
                    stats.jitterMillis(),
                    backAfterMillis(),
                    stats.lost(),
                    stats.late(),
                    stats.duplicates(),
                    stats.concealedMillis(),
                    stats.concealments(),
                    stats.asked(),
                    stats.driftPpm());
        }
    }
}
