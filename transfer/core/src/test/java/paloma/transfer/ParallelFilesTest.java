package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.wire.DatagramSizes;

/** Sixteen files of one client, the next begun before those under way are out, as in one flow; each row prints its figures. */
class ParallelFilesTest {
    private static final long START_NANOS = 1_000_000_000L;
    private static final long AHEAD_BYTES = 4 << 20;
    private static final int FILES = 16;
    private static final int SEEDS = 3;

    /** With the goodput to reach as a share of rate times (1 - loss): with a flow each they had 0.858, 0.799, 0.511 and 0.426. */
    enum Load {
        WAN(Faults.of(100e6, 25), 3_125_000, 0, 0.90),
        LOSSY1(Faults.of(100e6, 25).loss(1), 3_125_000, 0.01, 0.88),
        FAR(Faults.of(100e6, 75).loss(2), 3_125_000, 0.02, 0.75),
        SMALL(Faults.of(100e6, 25), 1_000_000, 0, 0.80);

        private final Faults faults;
        private final TestFile file;
        private final double loss;
        private final double goal;

        Load(Faults faults, int bytes, double loss, double goal) {
            this.faults = faults;
            this.file = TestFile.random(new Random(1), bytes);
            this.loss = loss;
            this.goal = goal;
        }
    }

    private record Moved(double share, long overflowed) {}

    @ParameterizedTest
    @EnumSource(Load.class)
    void areAsOne(Load load) {
        Moved[] moved = new Moved[SEEDS];
        Arrays.setAll(moved, seed -> move(load, seed));
        double[] shares =
                Arrays.stream(moved).mapToDouble(Moved::share).sorted().toArray();
        long overflowed = Arrays.stream(moved).mapToLong(Moved::overflowed).sum();
        System.out.printf(
                Locale.ROOT,
                "%d files over %-6s %.3f of the path (%.3f; to reach %.2f), overflowed %d%n",
                FILES,
                load,
                shares[SEEDS / 2],
                shares[0],
                load.goal,
                overflowed);
        assertThat(shares[SEEDS / 2]).isGreaterThan(load.goal);
        assertThat(overflowed).isLessThan(SEEDS * FILES * load.file.length() / DatagramSizes.ETHERNET_BYTES / 50);
    }

    private static Moved move(Load load, int seed) {
        SimulatedLink there = new SimulatedLink(load.faults, 2 + 10L * seed);
        SimulatedLink back = new SimulatedLink(load.faults, 3 + 10L * seed);
        long cookieNanos = (long) (load.faults.delayMillis() * 2e6);
        Macroflow macroflow = new Macroflow(CongestionControl.model(DatagramSizes.ETHERNET_BYTES));
        List<Flow> flows = new ArrayList<>();
        flows.add(flow(load.file, there, back, macroflow, cookieNanos, START_NANOS));
        Run run = new Run(there, back, flows);
        while (flows.size() < FILES || !flows.stream().allMatch(Flow::isDone)) {
            if (flows.size() < FILES && leftBytes(flows) < AHEAD_BYTES) {
                flows.add(flow(load.file, there, back, macroflow, cookieNanos, run.nowNanos()));
            }
            run.forSeconds(0.001);
        }
        double seconds = (run.nowNanos() - START_NANOS + cookieNanos) / 1e9;
        flows.forEach(Flow::release);
        assertThat(macroflow.inFlightBytes()).isZero();
        double bits = 8.0 * FILES * load.file.length();
        return new Moved(bits / seconds / load.faults.bitsPerSecond() / (1 - load.loss), there.overflowed());
    }

    private static long leftBytes(List<Flow> flows) {
        return flows.stream()
                .filter(flow -> !flow.isDone())
                .mapToLong(flow ->
                        Math.max(0, flow.arrived.length - flow.sender.stats().ackedBytes()))
                .sum();
    }

    private static Flow flow(
            TestFile file,
            SimulatedLink there,
            SimulatedLink back,
            Macroflow macroflow,
            long cookieNanos,
            long startNanos) {
        byte[] onDisk = new byte[file.length()];
        Flow flow = new Flow(file, onDisk, List.of(), there, back, macroflow, 1_000_000, 16, startNanos);
        flow.sender.roundTrip(cookieNanos);
        return flow;
    }
}
