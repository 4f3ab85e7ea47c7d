package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.jitter.Depth;
import paloma.audio.receive.SimulatedStream.Path;

/** Minutes of bad networks in moments, the same each time: what is played is what was sent. */
class SimulatedStreamTest {
    private static final Path CLEAN = new Path(5, 0.2, false, 0, 1, 0, 0, 0);
    private static final Path WIFI = new Path(5, 8, true, 0.005, 1, 0, 0, 0);
    private static final Path LOSSY = new Path(20, 5, false, 0.05, 1, 0, 0, 0);
    private static final Path BURSTY = new Path(20, 0.1, false, 0.03, 5, 0, 0, 0);
    private static final Path SPIKY = new Path(10, 0.1, false, 0, 1, 0.0002, 120, 0);

    @ParameterizedTest
    @ValueSource(ints = {30, 60, 120, 200})
    void playsBitForBitOnACleanPath(int latency) {
        assertThat(wrong(run(CLEAN, latency, 1))).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesNothingOverWifi(long seed) {
        SimulatedStream played = run(WIFI, 120, seed);
        assertThat(wrong(played)).isZero();
        assertThat(overhead(played)).isLessThan(0.04);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesNothingWithALossOfFivePercent(long seed) {
        SimulatedStream played = run(LOSSY, 120, seed);
        assertThat(wrong(played)).isLessThan(0.0003);
        assertThat(overhead(played)).isLessThan(0.11);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesLittleWithALossOfFivePercentAndLittleTime(long seed) {
        SimulatedStream played = run(LOSSY, 60, seed);
        assertThat(wrong(played)).isLessThan(0.003);
        assertThat(overhead(played)).isLessThan(0.35);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesLittleInBursts(long seed) {
        SimulatedStream played = run(BURSTY, 120, seed);
        assertThat(wrong(played)).isLessThan(0.001);
        assertThat(overhead(played)).isLessThan(0.16);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void waitsOutSpikes(long seed) {
        SimulatedStream played = run(SPIKY, 200, seed);
        assertThat(wrong(played)).isZero();
        assertThat(overhead(played)).isLessThan(0.04);
    }

    @Test
    void keepsItsLatencyFromTheFirstSampleToTheLast() {
        SimulatedStream played = run(WIFI, 100, 4);
        for (int i = 60; i < played.pulls; i++) {
            assertThat(played.latencyMillis[i]).isBetween(95.0, 105.0);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-200, -50, 50, 200})
    void followsTheSendersClock(double ppm) {
        Path path = new Path(5, 8, true, 0.005, 1, 0, 0, ppm);
        SimulatedStream played = new SimulatedStream(path, Depth.fixed(100_000_000), true, 200, 5).run();
        for (int i = 60 * 200; i < played.pulls; i++) {
            assertThat(played.latencyMillis[i]).isBetween(97.0, 103.0);
        }
        assertThat(played.stream.stats().driftPpm()).isBetween(ppm - 2, ppm + 2);
        assertThat(played.stream.stats().concealments()).isLessThan(3);
    }

    /** As another route does: all packets come later from then on. */
    @ParameterizedTest
    @ValueSource(ints = {15, 40, 150})
    void comesBackWhenThePathBecomesLonger(int moreMillis) {
        SimulatedStream played = new SimulatedStream(LOSSY, Depth.fixed(60_000_000), true, 60, 7);
        played.longerAfterSeconds(20, moreMillis).run();
        assertThat(played.stream.stats().concealedMillis()).isLessThan(4_000);
    }

    @Test
    void seesNoDriftWhereThereIsNone() {
        SimulatedStream played = new SimulatedStream(WIFI, Depth.fixed(100_000_000), true, 300, 6).run();
        assertThat(played.stream.stats().driftPpm()).isBetween(-2.0, 2.0);
    }

    private static SimulatedStream run(Path path, int latencyMillis, long seed) {
        return new SimulatedStream(path, Depth.fixed(latencyMillis * 1_000_000L), true, 60, seed).run();
    }

    /** The share of what was played, from the first second to the last but one, that is not what was sent. */
    static double wrong(SimulatedStream played) {
        int frames = played.played.length / 2;
        long shift = shift(played, frames / 2);
        long wrong = 0;
        long all = 0;
        for (int n = 44_100; n < frames - 2 * 44_100; n++, all++) {
            boolean same = played.played[2 * n] == played.sent(n - shift, 0)
                    && played.played[2 * n + 1] == played.sent(n - shift, 1);
            wrong += same ? 0 : 1;
        }
        return wrong / (double) all;
    }

    /** By how many frames what is played lies behind what was sent. */
    private static long shift(SimulatedStream played, int around) {
        for (long shift = 0; shift < 44_100; shift++) {
            int same = 0;
            for (int n = around; n < around + 400; n++) {
                same += played.played[2 * n] == played.sent(n - shift, 0) ? 1 : 0;
            }
            if (same > 200) {
                return shift;
            }
        }
        return 0;
    }

    private static double overhead(SimulatedStream played) {
        return played.resentPackets / (double) (played.sentPackets - played.resentPackets);
    }
}
