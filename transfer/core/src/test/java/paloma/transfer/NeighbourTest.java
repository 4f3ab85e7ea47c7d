package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;
import paloma.testkit.tcp.TcpFlow;

/**
 * What a TCP flow keeps that has the path of 100 Mbit/s and 25 ms each way when we begin: its rate over the first 15 s, the start
 * of ours included, as bench/transfer.py --neighbour measures it.
 */
class NeighbourTest {
    private static final long START_NANOS = 1_000_000_000L;
    private static final double ALONE_SECONDS = 10;
    private static final double BESIDE_SECONDS = 15;
    private static final int SEEDS = 3;
    private static final double LEAST_OF_GOAL = 2.0 / 3;

    /** Of arrivals, as those of a host are: without it two flows keep step. */
    private static final double JITTER_MILLIS = 0.1;

    private static final TestFile FILE = ones(200_000_000);
    private static final byte[] DISK = new byte[FILE.length()];

    /** @param goal Mbit/s that it keeps in the median run; two thirds of it in each */
    @ParameterizedTest
    @CsvSource({"10, 25", "50, 35", "200, 30"})
    void leavesCubicItsRoomWhateverTheBufferHolds(double queueMillis, double goal) {
        double[] rates = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            Beside run = new Beside(seed, queueMillis);
            rates[seed] = run.tcpMbit();
            System.out.printf(
                    Locale.ROOT,
                    "CUBIC keeps %.1f of %.1f Mbit/s at %.0f ms, we have %.1f%n",
                    rates[seed],
                    run.aloneMbit(),
                    queueMillis,
                    run.ourMbit());
        }
        Arrays.sort(rates);
        assertThat(rates[SEEDS / 2]).isGreaterThan(goal);
        assertThat(rates[0]).isGreaterThan(LEAST_OF_GOAL * goal);
    }

    private static TestFile ones(int length) {
        byte[] ones = new byte[length]; // zeros would not be sent
        Arrays.fill(ones, (byte) 1);
        return new TestFile(ones);
    }

    /** A TCP flow, and ten seconds or more later one of ours, from hosts that have just started. */
    private static final class Beside {
        private final TcpFlow tcp;
        private final Flow ours;
        private final double aloneMbit;
        private final double tcpMbit;

        Beside(int seed, double queueMillis) {
            Faults faults = new Faults(100e6, 25, JITTER_MILLIS, queueMillis, 0, 0, 3, 0, 0, false);
            SimulatedLink there = new SimulatedLink(faults, 5 + seed);
            SimulatedLink back = new SimulatedLink(faults, 1_000 + seed);
            double begin = ALONE_SECONDS + 3 * new Random(seed).nextDouble();
            long start = START_NANOS + (long) (begin * 1e9);
            tcp = TcpFlow.cubic(true, there, back, START_NANOS);
            ours = Flow.of(FILE, DISK, there, back, start);
            ours.startCold(new BusyHost(start, 1_500_000_000L, seed), new BusyHost(start, 500_000_000L, 100 + seed));
            Run run = new Run(there, back, List.of(ours), List.of(tcp), START_NANOS);
            run.forSeconds(begin);
            aloneMbit = tcp.receivedBytes() * 8e-6 / begin;
            long before = tcp.receivedBytes();
            run.forSeconds(BESIDE_SECONDS);
            tcpMbit = (tcp.receivedBytes() - before) * 8e-6 / BESIDE_SECONDS;
            ours.release();
        }

        double aloneMbit() {
            return aloneMbit;
        }

        double tcpMbit() {
            return tcpMbit;
        }

        double ourMbit() {
            return ours.receiver.receivedBytes() * 8e-6 / BESIDE_SECONDS;
        }
    }
}
