package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;
import paloma.testkit.tcp.TcpFlow;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.wire.DatagramSizes;

/** What --polite takes of a path of 100 Mbit/s and 25 ms each way, alone and beside others, between hosts that have just started. */
class PoliteTest {
    private static final Faults WAN = Faults.of(100e6, 25);
    private static final long START_NANOS = 1_000_000_000L;
    private static final double JITTER_MILLIS = 0.1; // that of hosts: without it flows keep step
    private static final double TCP_ALONE_SECONDS = 10;
    private static final double BESIDE_SECONDS = 15;
    private static final int SEEDS = 2;

    private static final TestFile FILE = ones(200_000_000);
    private static final byte[] DISK = new byte[FILE.length()];

    /** @param goal of rate times (1 - loss) */
    @ParameterizedTest
    @CsvSource({"0, 50, .80", "0, 10, .70", "1, 50, .70", "5, 50, .5"})
    void takesWhatNobodyElseWants(double lossPercent, double queueMillis, double goal) {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(share(WAN.queue(queueMillis).loss(lossPercent), seed) / (1 - lossPercent / 100))
                    .isGreaterThan(goal);
        }
    }

    /** The swiftest packet ever says little of the others there. */
    @Test
    void goesOnWherePacketsOvertakeOneAnother() {
        assertThat(share(WAN.jitter(10), 1)).isGreaterThan(0.2);
    }

    private static double share(Faults faults, int seed) {
        TestFile file = TestFile.random(new Random(1), 50_000_000);
        SimulatedLink there = new SimulatedLink(faults, 2 + 10L * seed);
        SimulatedLink back = new SimulatedLink(faults, 3 + 10L * seed);
        Flow flow = polite(file, new byte[file.length()], there, back, START_NANOS, seed);
        new Run(there, back, List.of(flow)).forSeconds(100);
        assertThat(flow.arrived).isEqualTo(file.bytes());
        double share = file.length() * 8e9 / (flow.doneNanos - START_NANOS) / faults.bitsPerSecond();
        System.out.printf(
                Locale.ROOT,
                "polite alone: %.3f of the path, overflowed %d, mean queue %.1f of %.0f ms%n",
                share,
                there.overflowed(),
                there.meanQueueMillis(),
                faults.queueMillis());
        flow.release();
        return share;
    }

    @ParameterizedTest
    @ValueSource(doubles = {10, 50, 200})
    void leavesCubicNineTenthsOfWhatItHasAlone(double queueMillis) {
        for (int seed = 0; seed < SEEDS; seed++) {
            double alone = cubicMbit(queueMillis, seed, false);
            double beside = cubicMbit(queueMillis, seed, true);
            System.out.printf(
                    Locale.ROOT, "CUBIC at %.0f ms: %.1f of %.1f Mbit/s beside --polite%n", queueMillis, beside, alone);
            assertThat(beside).isGreaterThan(0.9 * alone);
        }
    }

    /** Returns what a TCP flow has in the 15 s from the moment on at which a polite one joins it or does not. */
    private static double cubicMbit(double queueMillis, int seed, boolean joined) {
        Faults faults = new Faults(100e6, 25, JITTER_MILLIS, queueMillis, 0, 0, 3, 0, 0, false);
        SimulatedLink there = new SimulatedLink(faults, 5 + seed);
        SimulatedLink back = new SimulatedLink(faults, 1_000 + seed);
        double begin = TCP_ALONE_SECONDS + 3 * new Random(seed).nextDouble();
        TcpFlow tcp = TcpFlow.cubic(true, there, back, START_NANOS);
        Flow ours = polite(FILE, DISK, there, back, START_NANOS + (long) (begin * 1e9), seed);
        Run run = new Run(there, back, joined ? List.of(ours) : List.of(), List.of(tcp), START_NANOS);
        run.forSeconds(begin);
        long before = tcp.receivedBytes();
        run.forSeconds(BESIDE_SECONDS);
        ours.release();
        return (tcp.receivedBytes() - before) * 8e-6 / BESIDE_SECONDS;
    }

    /** Who comes later must not take the queue of who was there for part of the path. */
    @Test
    void sharesWithOneOfItsKindThatCameLater() {
        SimulatedLink there = new SimulatedLink(WAN, 1);
        SimulatedLink back = new SimulatedLink(WAN, 2);
        Flow first = polite(FILE, DISK, there, back, START_NANOS, 3);
        Flow second = polite(FILE, DISK, there, back, START_NANOS + 3_000_000_000L, 4);
        Run run = new Run(there, back, List.of(first, second));
        run.forSeconds(6);
        long firstBefore = first.receiver.receivedBytes();
        long secondBefore = second.receiver.receivedBytes();
        run.forSeconds(10);
        double a = (first.receiver.receivedBytes() - firstBefore) * 8e-6 / 10;
        double b = (second.receiver.receivedBytes() - secondBefore) * 8e-6 / 10;
        double jain = (a + b) * (a + b) / (2 * (a * a + b * b));
        System.out.printf(Locale.ROOT, "two polite ones: %.1f and %.1f Mbit/s, Jain's index %.3f%n", a, b, jain);
        assertThat(jain).isGreaterThan(0.8);
        assertThat(a + b).isGreaterThan(80);
        first.release();
        second.release();
    }

    private static TestFile ones(int length) {
        byte[] ones = new byte[length]; // zeros would not be sent
        Arrays.fill(ones, (byte) 1);
        return new TestFile(ones);
    }

    private static Flow polite(
            TestFile file, byte[] disk, SimulatedLink there, SimulatedLink back, long startNanos, int seed) {
        Flow flow = new Flow(
                file,
                disk,
                List.of(),
                there,
                back,
                CongestionControl.polite(DatagramSizes.ETHERNET_BYTES),
                1_000_000,
                16,
                startNanos);
        flow.startCold(
                new BusyHost(startNanos, 1_500_000_000L, seed), new BusyHost(startNanos, 500_000_000L, 100 + seed));
        return flow;
    }
}
