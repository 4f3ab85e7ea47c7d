package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.wire.DatagramSizes;

/** What share of a simulated bottleneck the model gets, and what it does to the queue; each row prints its figures. */
class PathTableTest {
    private static final Faults WAN = Faults.of(100e6, 25);
    private static final long START_NANOS = 1_000_000_000L;
    private static final int SEEDS = 3;

    /** By size in MB. */
    private static final Map<Integer, TestFile> FILES = new ConcurrentHashMap<>();

    /** The profiles of docs/performance.md, with the goodput to reach as a share of rate times (1 - loss). */
    enum Profile {
        LAN(Faults.of(1e9, 0.2), 20, 0, 0.70),
        WAN(PathTableTest.WAN, 50, 0, 0.91),
        LOSSY1(PathTableTest.WAN.loss(1), 50, 0.01, 0.90),
        LOSSY5(PathTableTest.WAN.loss(5), 50, 0.05, 0.88),
        FAR(Faults.of(100e6, 75).loss(2), 50, 0.02, 0.80),
        BURSTY(PathTableTest.WAN.bursts(3, 8), 50, 0.03, 0.88),
        REORDER(PathTableTest.WAN.jitter(10).duplicates(1), 50, 0, 0.85),
        SLOW(Faults.of(10e6, 40).loss(1), 10, 0.01, 0.91);

        private final Faults faults;
        private final int megabytes;
        private final double loss;
        private final double goal;

        Profile(Faults faults, int megabytes, double loss, double goal) {
            this.faults = faults;
            this.megabytes = megabytes;
            this.loss = loss;
            this.goal = goal;
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void fillsThePathAndKeepsItsQueueShort(Profile profile) {
        double[] shares = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            shares[seed] = share(profile, seed, false);
        }
        Arrays.sort(shares);
        assertThat(shares[SEEDS / 2]).isGreaterThan(profile.goal);
        assertThat(shares[0]).isGreaterThan(profile.goal - 0.15);
    }

    /** A program that has just started is busy with itself: it sends late, and hears late of what arrived. */
    @ParameterizedTest
    @EnumSource(
            value = Profile.class,
            names = {"WAN", "LOSSY5", "FAR", "BURSTY", "SLOW"})
    void fillsThePathThoughBothHostsAreBusyAtFirst(Profile profile) {
        double[] shares = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            shares[seed] = share(profile, seed, true);
        }
        Arrays.sort(shares);
        assertThat(shares[SEEDS / 2]).isGreaterThan(profile.goal - 0.12);
        assertThat(shares[0]).isGreaterThan(profile.goal - 0.2);
    }

    /**
     * What is lost by chance, or by a start that went too far, bounds the window for a while, not to the end: these seeds had
     * 0.515, 0.598, 0.654, 0.690 and 0.736 of an empty path once.
     */
    @ParameterizedTest
    @CsvSource({"LOSSY5, 16, 0.70", "FAR, 16, 0.69", "FAR, 19, 0.68", "FAR, 3, 0.71", "BURSTY, 19, 0.80"})
    void findsBackToThePathAfterALossThatWasNoCongestion(Profile profile, int seed, double least) {
        assertThat(share(profile, seed, true)).isGreaterThan(least);
    }

    /** A chance that misleads for long, where both hosts are at rest: these had 0.455, 0.467 and 0.704 of an empty path once. */
    @ParameterizedTest
    @CsvSource({"REORDER, 11, 0.70", "REORDER, 25, 0.75", "FAR, 0, 0.77"})
    void isNotMisledByTheSwiftestPacketsNorByAFewLossesMore(Profile profile, int seed, double least) {
        assertThat(share(profile, seed, false)).isGreaterThan(least);
    }

    private static double share(Profile profile, int seed, boolean busy) {
        TestFile file = FILES.computeIfAbsent(
                profile.megabytes, megabytes -> TestFile.random(new Random(1), megabytes * 1_000_000));
        SimulatedLink there = new SimulatedLink(profile.faults, 2 + 10L * seed);
        SimulatedLink back = new SimulatedLink(profile.faults, 3 + 10L * seed);
        Flow flow = flow(file, there, back, START_NANOS);
        long cookieNanos = (long) (profile.faults.delayMillis() * 2e6);
        flow.sender.roundTrip(cookieNanos);
        if (busy) {
            flow.startCold(
                    new BusyHost(START_NANOS, 1_500_000_000L, seed),
                    new BusyHost(START_NANOS, 500_000_000L, 100 + seed));
        }
        new Run(there, back, List.of(flow)).forSeconds(60);
        assertThat(flow.isDone()).isTrue();
        assertThat(flow.arrived).isEqualTo(file.bytes());
        double seconds = (flow.doneNanos - START_NANOS + cookieNanos) / 1e9;
        double goodput = file.length() * 8.0 / seconds / profile.faults.bitsPerSecond() / (1 - profile.loss);
        double wire = there.bytes() * (1 - profile.loss) / file.length();
        double backShare = (double) back.bytes() / file.length();
        System.out.printf(
                Locale.ROOT,
                "%-8s%s %.3f of the path (to reach %.2f), wire %.3f, back %.4f, overflowed %d of %d, mean queue %.1f ms%n",
                profile,
                busy ? " busy" : "",
                goodput,
                profile.goal,
                wire,
                backShare,
                there.overflowed(),
                there.packets(),
                there.meanQueueMillis());
        assertThat(wire)
                .isLessThan(busy ? 1.09 : 1.07); // of that, a hundredth of the file is the tail, which may leave twice
        assertThat(backShare).isLessThan(0.01);
        flow.release();
        return goodput;
    }

    @ParameterizedTest
    @EnumSource(Neighbour.class)
    void leavesANeighbourItsRoom(Neighbour neighbour) {
        byte[] ones = new byte[220_000_000]; // zeros would not be sent
        Arrays.fill(ones, (byte) 1);
        TestFile file = new TestFile(ones);
        SimulatedLink there = new SimulatedLink(neighbour.faults, 5);
        SimulatedLink back = new SimulatedLink(neighbour.faults, 6);
        Flow first = neighbour.isCubic
                ? new Flow(
                        file,
                        new byte[file.length()],
                        List.of(),
                        there,
                        back,
                        CongestionControl.cubic(DatagramSizes.ETHERNET_BYTES),
                        1_000_000,
                        16,
                        START_NANOS)
                : flow(file, there, back, START_NANOS);
        Flow second = flow(file, there, back, START_NANOS + 2_000_000_000L);
        Run run = new Run(there, back, List.of(first, second));
        run.forSeconds(3);
        long firstBefore = first.receiver.receivedBytes();
        long secondBefore = second.receiver.receivedBytes();
        run.forSeconds(15);
        double a = (first.receiver.receivedBytes() - firstBefore) * 8e-6 / 15;
        double b = (second.receiver.receivedBytes() - secondBefore) * 8e-6 / 15;
        double jain = (a + b) * (a + b) / (2 * (a * a + b * b));
        System.out.printf(
                Locale.ROOT,
                "%-10s %.1f and %.1f Mbit/s, Jain's index %.3f, overflowed %d of %d, mean queue %.1f ms%n",
                neighbour,
                a,
                b,
                jain,
                there.overflowed(),
                there.packets(),
                there.meanQueueMillis());
        assertThat(jain).isGreaterThan(neighbour.jain);
        assertThat(a + b).isGreaterThan(90);
        first.release();
        second.release();
    }

    /** Who was there first. */
    enum Neighbour {
        OUR_OWN(PathTableTest.WAN, false, 0.9),
        OUR_OWN_ON_A_LOSSY_PATH(PathTableTest.WAN.loss(1), false, 0.9),
        CUBIC(PathTableTest.WAN, true, 0.75);

        private final Faults faults;
        private final boolean isCubic;
        private final double jain;

        Neighbour(Faults faults, boolean isCubic, double jain) {
            this.faults = faults;
            this.isCubic = isCubic;
            this.jain = jain;
        }
    }

    private static Flow flow(TestFile file, SimulatedLink there, SimulatedLink back, long startNanos) {
        return Flow.of(file, new byte[file.length()], there, back, startNanos);
    }
}
