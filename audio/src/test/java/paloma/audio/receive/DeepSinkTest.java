package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.jitter.Depth;
import paloma.audio.receive.SimulatedStream.Path;

/** A sink takes sound as long before it sounds as its queue is deep: what is played later than that is heard. */
class DeepSinkTest {
    private static final Path STEADY = new Path(5, 0, false, 0, 1, 0, 0, 0);
    private static final Path LOSSY = new Path(20, 3, false, 0.03, 1, 0, 0, 0);
    private static final Depth CHOSEN = new Depth(20_000_000, 500_000_000);
    private static final Depth SHALLOW = Depth.fixed(30_000_000);
    private static final int SECONDS = 8;
    private static final int SECOND = SimulatedStream.PULLS_A_SECOND;
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** The last wraps around after two seconds. */
    private static final long[] BASES = {
        0,
        1,
        2_500 * SECOND_NANOS,
        -2_500 * SECOND_NANOS,
        40L * 86_400 * SECOND_NANOS,
        Long.MIN_VALUE,
        Long.MAX_VALUE - 2 * SECOND_NANOS
    };

    private static final SimulatedStream OF_A_SECOND = lossy(SECOND_NANOS);

    private static Stream<Arguments> sinks() {
        Stream<Arguments> everyClock = LongStream.of(BASES)
                .boxed()
                .flatMap(base -> Stream.of(60, 600).map(millis -> Arguments.of(base, millis, CHOSEN)));
        Stream<Arguments> everyDepth = Stream.of(8, 60, 150, 600, 1_400)
                .flatMap(millis -> Stream.of(CHOSEN, SHALLOW).map(depth -> Arguments.of(BASES[2], millis, depth)));
        return Stream.concat(everyClock, everyDepth);
    }

    private static Stream<Arguments> bases() {
        return LongStream.of(BASES).mapToObj(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void hearsAllFromTheFirstPacketOn(long base, int millis, Depth depth) {
        long queue = millis * 1_000_000L;
        SimulatedStream played = new SimulatedStream(STEADY, depth, true, SECONDS, 1)
                .from(base)
                .into(at -> queue)
                .run();
        assertThat(played.stream.stats().late()).isZero();
        assertThat(played.stream.stats().concealedMillis()).isZero();
        assertThat(played.stream.takeRaisedMillis()).isZero();
        assertThat(firstHeard(played)).isLessThan(SECOND / 10);
        assertThat(SimulatedStreamTest.exact(played)).isEqualTo(1);
        double least = Math.max(queue, depth.leastNanos()) / 1e6;
        for (int i = SECOND / 10; i < played.pulls; i++) {
            assertThat(played.latencyMillis[i]).isBetween(least - 2, least + 12);
        }
    }

    /** As when a sink fills up, or is plugged in, while it plays. */
    @ParameterizedTest
    @MethodSource("sinks")
    void followsASinkThatIsSeenToBeDeepOnlyLater(long base, int millis, Depth depth) {
        long queue = millis * 1_000_000L;
        SimulatedStream played = new SimulatedStream(STEADY, depth, true, SECONDS, 1)
                .from(base)
                .into(at -> at < 3 * SECOND_NANOS ? 0 : queue)
                .run();
        assertThat(played.stream.stats().late()).isZero();
        assertThat(played.stream.stats().concealedMillis()).isLessThan(100);
        assertThat(heardShare(played, 4)).isEqualTo(1);
    }

    private static Stream<Arguments> silentSinks() {
        Stream<Arguments> everyClock = LongStream.of(BASES).mapToObj(base -> Arguments.of(base, 600, CHOSEN));
        Stream<Arguments> everyDepth = Stream.of(60, 600, 1_400).map(millis -> Arguments.of(BASES[2], millis, SHALLOW));
        return Stream.concat(everyClock, everyDepth);
    }

    /** Whatever the reason for which all comes too late, as a sink that does not say what it holds. */
    @ParameterizedTest
    @MethodSource("silentSinks")
    void hearsAgainAfterASecondInWhichAllWasLate(long base, int millis, Depth depth) {
        long queue = millis * 1_000_000L;
        SimulatedStream played = new SimulatedStream(STEADY, depth, true, SECONDS, 1)
                .from(base)
                .intoUnknown(at -> queue)
                .run();
        assertThat(firstHeard(played)).isLessThan(7 * SECOND / 2);
        assertThat(heardShare(played, 4)).isEqualTo(1);
        assertThat(played.stream.takeRaisedMillis()).isGreaterThan(millis);
        assertThat(played.stream.takeRaisedMillis()).isZero();
    }

    /** A sink that takes sound earlier leaves less time to ask: what is asked for in vain is known to be. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void asksAsWhereTheSinkHoldsNothingAndSoundIsPlayedSoMuchSooner(long seed) {
        SimulatedStream deep = new SimulatedStream(LOSSY, Depth.fixed(130_000_000), true, 30, seed);
        SimulatedStream shallow = new SimulatedStream(LOSSY, Depth.fixed(70_000_000), true, 30, seed);
        deep.into(at -> 60_000_000).run();
        shallow.run();
        assertThat(shallow.stream.stats().asked()).isPositive();
        assertThat(deep.stream.stats().asked()).isEqualTo(shallow.stream.stats().asked());
        assertThat(deep.stream.stats().repaired())
                .isEqualTo(shallow.stream.stats().repaired());
        assertThat(Arrays.mismatch(deep.played, shallow.played)).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("bases")
    void hearsTheSameWheneverTheClockBegan(long base) {
        SimulatedStream played = lossy(base);
        SimulatedStream other = OF_A_SECOND;
        assertThat(Arrays.mismatch(played.played, other.played))
                .as("first other sample")
                .isEqualTo(-1);
        assertThat(Arrays.mismatch(played.latencyMillis, other.latencyMillis)).isEqualTo(-1);
        assertThat(Arrays.mismatch(played.depthMillis, other.depthMillis)).isEqualTo(-1);
        assertThat(played.stream.stats()).isEqualTo(other.stream.stats());
    }

    private static SimulatedStream lossy(long base) {
        Path path = new Path(20, 5, true, 0.05, 2, 0.0002, 120, 100);
        return new SimulatedStream(path, CHOSEN, true, 30, 9)
                .from(base)
                .into(at -> 30_000_000)
                .withParity(4)
                .longerAfterSeconds(10, 150)
                .silent(20, 23)
                .run();
    }

    private static int firstHeard(SimulatedStream played) {
        int pull = 0;
        while (pull < played.pulls && !isHeard(played, pull)) {
            pull++;
        }
        return pull;
    }

    private static double heardShare(SimulatedStream played, int fromSecond) {
        int heard = 0;
        for (int pull = fromSecond * SECOND; pull < played.pulls; pull++) {
            heard += isHeard(played, pull) ? 1 : 0;
        }
        return heard / (double) (played.pulls - fromSecond * SECOND);
    }

    /** What is sent is noise. */
    private static boolean isHeard(SimulatedStream played, int pull) {
        int samples = played.played.length / played.pulls;
        for (int i = 0; i < samples; i++) {
            if (played.played[pull * samples + i] != 0) {
                return true;
            }
        }
        return false;
    }
}
