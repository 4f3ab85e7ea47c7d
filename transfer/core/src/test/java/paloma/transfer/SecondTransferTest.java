package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;
import paloma.testkit.tcp.TcpFlow;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.congestion.SavedPath;
import paloma.transfer.wire.DatagramSizes;

/** A transfer over a path that an earlier one has left a word of, beside one that knows nothing; each test prints its figures. */
class SecondTransferTest {
    private static final double LOSS = 0.02;
    private static final Faults FAR = Faults.of(100e6, 75).loss(100 * LOSS);
    private static final Faults HALVED = Faults.of(50e6, 75).loss(100 * LOSS);
    private static final Faults WAN = Faults.of(100e6, 25);
    private static final long START_NANOS = 1_000_000_000L;
    private static final int SEEDS = 5;
    private static final TestFile FILE = TestFile.random(new Random(1), 50_000_000);

    private record Moved(double share, long overflowed, SavedPath path) {}

    @Test
    void fillsAFarPathSooner() {
        double[] shares = shares(seed -> move(FAR, seed, false, saved(FAR, seed, false)));
        System.out.printf(Locale.ROOT, "second transfer over far: %.3f (%.3f)%n", shares[SEEDS / 2], shares[0]);
        assertThat(shares[SEEDS / 2]).isGreaterThan(0.84);
        assertThat(shares[0]).isGreaterThan(0.80);
    }

    /** What they do late or at once looks like a slow path, a fast one, or a queue. */
    @Test
    void isBetterThanAColdOneThoughBothHostsAreBusy() {
        double[] cold = shares(seed -> move(FAR, seed, true, SavedPath.UNKNOWN));
        double[] second = shares(seed -> move(FAR, seed, true, saved(FAR, seed, true)));
        System.out.printf(
                Locale.ROOT,
                "busy hosts, far: cold %.3f (%.3f), second %.3f (%.3f)%n",
                cold[SEEDS / 2],
                cold[0],
                second[SEEDS / 2],
                second[0]);
        assertThat(second[SEEDS / 2]).isGreaterThan(cold[SEEDS / 2]);
        assertThat(second[0]).isGreaterThanOrEqualTo(cold[0]);
    }

    @Test
    void losesNoMoreThanAColdOneWhereThePathHasHalved() {
        assertThat(overflowed(false, true)).isLessThanOrEqualTo(overflowed(false, false));
    }

    /** They tell a queue late. A cold one loses less there, for the first flight tells it the rate more often. */
    @Test
    void losesLessThanAHundredthWhereThePathHasHalvedAndBothHostsAreBusy() {
        long packets = SEEDS * FILE.length() / DatagramSizes.ETHERNET_BYTES;
        assertThat(overflowed(true, true)).isLessThan(packets / 100);
    }

    private static long overflowed(boolean busy, boolean known) {
        long all = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            SavedPath path = known ? saved(FAR, seed, busy) : SavedPath.UNKNOWN;
            all += move(HALVED, seed, busy, path).overflowed;
        }
        System.out.printf(
                Locale.ROOT,
                "rate halved, far%s: %s lost %d to overflow%n",
                busy ? ", busy hosts" : "",
                known ? "second" : "cold",
                all);
        return all;
    }

    /** A TCP CUBIC download that has the path when the transfer begins, in the four seconds after that. */
    @Test
    void leavesTcpWhatAColdOneLeavesIt() {
        double cold = IntStream.range(0, SEEDS)
                .mapToDouble(seed -> besides(seed, SavedPath.UNKNOWN))
                .sum();
        double second = IntStream.range(0, SEEDS)
                .mapToDouble(seed -> besides(seed, saved(WAN, seed, false)))
                .sum();
        System.out.printf(
                Locale.ROOT,
                "TCP CUBIC on wan keeps %.1f Mbit/s beside a cold one, %.1f beside a second%n",
                cold / SEEDS,
                second / SEEDS);
        assertThat(second).isGreaterThanOrEqualTo(0.95 * cold);
    }

    private static double[] shares(IntFunction<Moved> move) {
        double[] shares = new double[SEEDS];
        Arrays.setAll(shares, seed -> move.apply(seed).share);
        Arrays.sort(shares);
        return shares;
    }

    private static SavedPath saved(Faults faults, int seed, boolean busy) {
        SavedPath path = move(faults, 1_000 + seed, busy, SavedPath.UNKNOWN).path;
        assertThat(path.isKnown()).isTrue();
        return path;
    }

    private static Moved move(Faults faults, int seed, boolean busy, SavedPath saved) {
        SimulatedLink there = new SimulatedLink(faults, 2 + 10L * seed);
        SimulatedLink back = new SimulatedLink(faults, 3 + 10L * seed);
        Flow flow = flow(there, back, saved, START_NANOS);
        long cookieNanos = (long) (faults.delayMillis() * 2e6);
        flow.sender.roundTrip(cookieNanos);
        if (busy) {
            flow.startCold(
                    new BusyHost(START_NANOS, 1_500_000_000L, seed),
                    new BusyHost(START_NANOS, 500_000_000L, 100 + seed));
        }
        new Run(there, back, List.of(flow)).forSeconds(60);
        assertThat(flow.isDone()).isTrue();
        double seconds = (flow.doneNanos - START_NANOS + cookieNanos) / 1e9;
        double share = FILE.length() * 8.0 / seconds / faults.bitsPerSecond() / (1 - LOSS);
        Moved moved = new Moved(share, there.overflowed(), flow.sender.path());
        flow.release();
        return moved;
    }

    /** Returns what the download brings, in Mbit/s. */
    private static double besides(int seed, SavedPath saved) {
        SimulatedLink there = new SimulatedLink(WAN, 2 + 10L * seed);
        SimulatedLink back = new SimulatedLink(WAN, 3 + 10L * seed);
        double begin = 6 + new Random(7_919L * seed).nextDouble();
        TcpFlow tcp = TcpFlow.cubic(true, there, back, 0);
        Flow flow = flow(there, back, saved, (long) (begin * 1e9));
        Run run = new Run(there, back, List.of(flow), List.of(tcp), 0);
        run.forSeconds(begin);
        long before = tcp.receivedBytes();
        run.forSeconds(4);
        flow.release();
        return (tcp.receivedBytes() - before) * 8e-6 / 4;
    }

    private static Flow flow(SimulatedLink there, SimulatedLink back, SavedPath saved, long startNanos) {
        return new Flow(
                FILE,
                new byte[FILE.length()],
                List.of(),
                there,
                back,
                CongestionControl.model(DatagramSizes.ETHERNET_BYTES, saved),
                1_000_000,
                16,
                startNanos);
    }
}
