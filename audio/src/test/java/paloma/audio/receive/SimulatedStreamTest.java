package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.jitter.Depth;
import paloma.audio.receive.SimulatedStream.Path;

/** Minutes of bad networks in moments, the same each time: what is played is what was sent. */
@Execution(ExecutionMode.CONCURRENT)
class SimulatedStreamTest {
    private static final int PIECE = 441;
    private static final Depth ADAPTIVE = new Depth(20_000_000, 500_000_000);
    private static final Path CLEAN = new Path(5, 0.2, false, 0, 1, 0, 0, 0);
    private static final Path WIFI = new Path(5, 8, true, 0.005, 1, 0, 0, 0);
    private static final Path LOSSY = new Path(20, 5, false, 0.05, 1, 0, 0, 0);
    private static final Path BURSTY = new Path(20, 0.1, false, 0.03, 5, 0, 0, 0);
    private static final Path SPIKY = new Path(10, 0.1, false, 0, 1, 0.0002, 120, 0);

    @ParameterizedTest
    @ValueSource(ints = {30, 60, 120, 200})
    void playsBitForBitOnACleanPath(int latency) {
        assertThat(exact(run(CLEAN, latency, 1))).isEqualTo(1);
    }

    /** A look is a wake: with nothing missing there is none. */
    @ParameterizedTest
    @ValueSource(ints = {30, 60, 120})
    void hardlyEverLooksForMissingPacketsOnACleanPath(int latency) {
        assertThat(run(CLEAN, latency, 1).looks).isLessThan(60);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void losesNothingOverWifi(long seed) {
        SimulatedStream played = run(WIFI, 120, seed);
        assertThat(lost(played)).isZero();
        assertThat(exact(played)).isGreaterThan(0.8);
        assertThat(overhead(played)).isLessThan(0.04);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void losesNothingWithALossOfFivePercent(long seed) {
        SimulatedStream played = run(LOSSY, 120, seed);
        assertThat(lost(played)).isZero();
        assertThat(exact(played)).isGreaterThan(0.8);
        assertThat(overhead(played)).isLessThan(0.11);
    }

    /** As the program plays to a pipe: blocks of 10 ms are taken at once, and answers take now more, now less time. */
    @Test
    void ofFiveMinutesMostLoseNothing() {
        assertThat(LongStream.range(11, 16).filter(seed -> concealments(LOSSY, seed) > 0))
                .hasSizeLessThan(2);
        assertThat(LongStream.range(11, 16).filter(seed -> concealments(BURSTY, seed) > 1))
                .hasSizeLessThan(2);
    }

    private static long concealments(Path path, long seed) {
        Depth depth = Depth.fixed(120_000_000);
        SimulatedStream played =
                new SimulatedStream(path, depth, true, 60, seed, Player.blockFrames(44_100, depth)).run();
        assertThat(bytesOverPcm(played)).isLessThan(path == LOSSY ? 0.145 : 0.17);
        return played.stream.stats().concealments();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void losesLittleWithALossOfFivePercentAndLittleTime(long seed) {
        SimulatedStream played = run(LOSSY, 60, seed);
        assertThat(lost(played)).isLessThan(0.003);
        assertThat(played.stream.stats().concealments()).isLessThan(35);
        assertThat(overhead(played)).isLessThan(0.405);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void losesHardlyAnythingWithParityWhereThereIsLittleTime(long seed) {
        SimulatedStream played = new SimulatedStream(LOSSY, Depth.fixed(60_000_000), true, 60, seed)
                .withParity(4)
                .run();
        assertThat(lost(played)).isLessThan(0.003);
        assertThat(played.stream.stats().concealments()).isLessThan(20);
        assertThat(played.stream.stats().recovered()).isGreaterThan(300);
        assertThat(bytesOverPcm(played)).isLessThan(0.385);
    }

    /** Packets that come one by one are played as those that come in pairs are: at the same time after they were sent. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void playsPairsNoLaterThanPacketsThatComeOneByOne(long seed) {
        SimulatedStream pairs = run(CLEAN, 60, seed);
        SimulatedStream single = new SimulatedStream(CLEAN, Depth.fixed(60_000_000), true, 60, seed)
                .oneByOne()
                .run();
        assertThat(exact(pairs)).isEqualTo(1);
        assertThat(framesBehind(pairs)).isCloseTo(framesBehind(single), within(44L));
        assertThat(pairs.stream.stats().jitterMillis()).isLessThan(0.5);
    }

    /** By how many frames what is played in the middle lies behind what was sent. */
    private static long framesBehind(SimulatedStream played) {
        return shift(played, played.played.length / 4, -1);
    }

    /** What is made out of parity tells nothing of the path: the latency stays, and equal clocks play what was sent. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void keepsItsLatencyWithParity(long seed) {
        SimulatedStream played = new SimulatedStream(LOSSY, Depth.fixed(60_000_000), true, 60, seed)
                .withParity(4)
                .run();
        assertThat(played.mostDriftPpm).isLessThan(2.0);
        for (int i = 2 * SimulatedStream.PULLS_A_SECOND; i < played.pulls; i++) {
            assertThat(played.latencyMillis[i]).isBetween(55.0, 65.0);
        }
    }

    /** Packets that overtake others are no loss, and parity over Wi-Fi costs no more than itself. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void takesParityOverWifi(long seed) {
        SimulatedStream played = new SimulatedStream(WIFI, Depth.fixed(60_000_000), true, 60, seed)
                .withParity(4)
                .run();
        assertThat(lost(played)).isLessThan(0.0005);
        assertThat(overhead(played)).isLessThan(0.04);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void losesLittleInBursts(long seed) {
        SimulatedStream played = run(BURSTY, 120, seed);
        assertThat(lost(played)).isLessThan(0.001);
        assertThat(played.stream.stats().concealments()).isLessThan(3);
        assertThat(overhead(played)).isLessThan(0.16);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void waitsOutSpikes(long seed) {
        SimulatedStream played = run(SPIKY, 200, seed);
        assertThat(lost(played)).isZero();
        assertThat(overhead(played)).isLessThan(0.04);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void keepsItsLatencyFromTheFirstSecondToTheLast(long seed) {
        SimulatedStream played = run(WIFI, 100, seed);
        for (int i = SimulatedStream.PULLS_A_SECOND; i < played.pulls; i++) {
            assertThat(played.latencyMillis[i]).isBetween(95.0, 105.0);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-200, -50, 50, 200})
    void followsTheSendersClock(double ppm) {
        Path path = new Path(5, 8, true, 0.005, 1, 0, 0, ppm);
        SimulatedStream played = new SimulatedStream(path, Depth.fixed(100_000_000), true, 90, 5).run();
        for (int i = 60 * SimulatedStream.PULLS_A_SECOND; i < played.pulls; i++) {
            assertThat(played.latencyMillis[i]).isBetween(97.0, 103.0);
        }
        assertThat(played.stream.stats().driftPpm()).isBetween(ppm - 2, ppm + 2);
        assertThat(played.stream.stats().concealments()).isZero();
    }

    /** As another route does: all packets come later from then on. */
    @ParameterizedTest
    @ValueSource(ints = {15, 40, 150})
    void comesBackWhenThePathBecomesLonger(int moreMillis) {
        Path path = new Path(20, 5, false, 0, 1, 0, 0, 0);
        SimulatedStream played = new SimulatedStream(path, Depth.fixed(60_000_000), true, 60, 7);
        played.longerAfterSeconds(20, moreMillis).run();
        assertThat(played.stream.stats().concealedMillis()).isLessThan(600);
        assertThat(played.latencyMillis[played.pulls - 1]).isBetween(57.0, 63.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void seesNoDriftWhereThereIsNone(long seed) {
        SimulatedStream played = new SimulatedStream(WIFI, Depth.fixed(100_000_000), true, 300, seed).run();
        assertThat(played.mostDriftPpm).isLessThan(2.0);
    }

    /** The depth grows at once when the path becomes jittery, and shrinks by half a millisecond a second when it is calm again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aChosenDepthGrowsAtOnceAndShrinksSlowly(long seed) {
        double[] depth = calmJitteryCalm(ADAPTIVE, 240, seed).depthMillis;
        int second = SimulatedStream.PULLS_A_SECOND;
        assertThat(depth[20 * second - 1]).isEqualTo(20);
        assertThat(depth[21 * second]).isGreaterThan(32);
        for (int i = 25 * second; i < depth.length; i++) {
            assertThat(depth[i]).isGreaterThan(depth[i - second] - 0.6);
        }
        assertThat(depth[depth.length - 1]).isLessThan(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aChosenDepthStaysWithinItsBounds(long seed) {
        SimulatedStream played = calmJitteryCalm(new Depth(30_000_000, 45_000_000), 60, seed);
        for (int i = SimulatedStream.PULLS_A_SECOND; i < played.pulls; i++) {
            assertThat(played.depthMillis[i]).isBetween(30.0, 45.0);
            assertThat(played.latencyMillis[i]).isBetween(26.5, 47.0);
        }
        assertThat(Arrays.stream(played.depthMillis).max()).hasValue(45);
    }

    private static SimulatedStream calmJitteryCalm(Depth depth, int seconds, long seed) {
        Path path = new Path(40, 1, true, 0, 1, 0, 0, 0);
        return new SimulatedStream(path, depth, false, seconds, seed)
                .jittery(20, 25, 20)
                .run();
    }

    /** What is told of a sender that has stopped is how it was last. */
    @ParameterizedTest
    @MethodSource("depths")
    void tellsTheLastLatencyOfASenderThatHasStopped(Depth depth) {
        Path path = new Path(5, 8, true, 0.005, 1, 0, 0, 200);
        SimulatedStream played = new SimulatedStream(path, depth, true, 90, 3).silent(45, 90);
        played.run();
        double last = played.latencyMillis[46 * SimulatedStream.PULLS_A_SECOND];
        assertThat(last).isCloseTo(played.latencyMillis[44 * SimulatedStream.PULLS_A_SECOND], offset(3.0));
        for (int i = 46 * SimulatedStream.PULLS_A_SECOND; i < played.pulls; i++) {
            assertThat(played.latencyMillis[i]).isEqualTo(last);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aPauseOfTheSenderIsNoReasonToPlayLater(long seed) {
        SimulatedStream played = new SimulatedStream(WIFI, ADAPTIVE, true, 60, seed).silent(40, 43);
        played.run();
        double before = played.latencyMillis[40 * SimulatedStream.PULLS_A_SECOND];
        assertThat(played.latencyMillis[45 * SimulatedStream.PULLS_A_SECOND]).isCloseTo(before, offset(6.0));
    }

    private static Stream<Depth> depths() {
        return Stream.of(Depth.fixed(100_000_000), ADAPTIVE);
    }

    private static SimulatedStream run(Path path, int latencyMillis, long seed) {
        return new SimulatedStream(path, Depth.fixed(latencyMillis * 1_000_000L), true, 60, seed).run();
    }

    /** The share of the sound that was made up. */
    static double lost(SimulatedStream played) {
        return played.stream.stats().concealedMillis() / 1_000 / played.seconds();
    }

    /** The share of pieces of 10 ms that are, bit for bit, some that were sent about as long before as the latency says. */
    static double exact(SimulatedStream played) {
        int exact = 0;
        int all = 0;
        long shift = -1;
        for (int at = 44_100; at < played.played.length / 2 - 2 * 44_100; at += PIECE, all++) {
            shift = shift < 0 || !isSent(played, at, shift) ? shift(played, at, shift) : shift;
            exact += shift < 0 ? 0 : 1;
        }
        return exact / (double) all;
    }

    /** By how many frames what is played there lies behind what was sent: near {@code before}, or -1 if nowhere. */
    private static long shift(SimulatedStream played, int at, long before) {
        long from = before < 0 ? 0 : Math.max(0, before - PIECE);
        long to = before < 0 ? 44_100 : before + PIECE;
        for (long shift = from; shift < to; shift++) {
            if (isSent(played, at, shift)) {
                return shift;
            }
        }
        return -1;
    }

    private static boolean isSent(SimulatedStream played, int at, long shift) {
        for (int n = at; n < at + PIECE; n++) {
            if (played.played[2 * n] != played.sent(n - shift, 0)
                    || played.played[2 * n + 1] != played.sent(n - shift, 1)) {
                return false;
            }
        }
        return true;
    }

    private static double overhead(SimulatedStream played) {
        return played.resentPackets / (double) (played.sentPackets - played.resentPackets);
    }

    /** By how much all that was sent, down to the IP headers, is more than the samples. */
    private static double bytesOverPcm(SimulatedStream played) {
        long packets = played.sentPackets - played.resentPackets;
        return played.sentBytes / (4.0 * SimulatedStream.PACKET_FRAMES * packets) - 1;
    }
}
