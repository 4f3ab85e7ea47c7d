package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.DatagramSizes;

/** Sender and receiver on links that do all that networks do, in a time of their own: the file is always equal. */
class SimulatedTransferTest {
    private static final int SEEDS_A_GROUP = 200;
    private static final int WINDOW = 6;
    private static final long START_NANOS = 5_000_000_000L;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void arrivesEqualOnAnyPath(int group) {
        for (int i = 0; i < SEEDS_A_GROUP; i++) {
            arrives(group * SEEDS_A_GROUP + i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE / 2, -3_600_000_000_000L, -1, 0, Long.MAX_VALUE / 2})
    void takesTheSameTimeWhereverTheClockBegins(long startNanos) {
        assertThat(nanosFrom(startNanos)).isEqualTo(nanosFrom(START_NANOS));
    }

    private static long nanosFrom(long startNanos) {
        TestFile file = TestFile.random(new Random(5), 3_000_000);
        SimulatedLink there = new SimulatedLink(Faults.of(20e6, 10).loss(2), 7);
        SimulatedLink back = new SimulatedLink(Faults.of(20e6, 10).loss(2), 8);
        Flow flow = new Flow(
                file,
                new byte[file.length()],
                List.of(),
                there,
                back,
                CongestionControl.model(DatagramSizes.ETHERNET_BYTES),
                1_000_000,
                WINDOW,
                startNanos);
        new Run(there, back, List.of(flow)).forSeconds(60);
        assertThat(flow.isDone()).isTrue();
        flow.release();
        return flow.doneNanos - startNanos;
    }

    @Test
    void fallsToProbesWhenThePathVanishesAndGoesOnWhenItIsBack() {
        TestFile file = TestFile.random(new Random(4), 30_000_000);
        SimulatedLink there = new SimulatedLink(Faults.of(100e6, 25), 1);
        SimulatedLink back = new SimulatedLink(Faults.of(100e6, 25), 2);
        Flow flow = flow(file, new byte[file.length()], List.of(), there, back, true);
        Run run = new Run(there, back, List.of(flow));
        run.forSeconds(1);
        there.cut(true);
        run.forSeconds(0.5);
        long before = there.packets();
        run.forSeconds(30);
        assertThat(there.packets() - before).isBetween(15L, 80L);
        assertThat(run.nowNanos() - flow.sender.lastHeardNanos()).isGreaterThan(30_000_000_000L);
        there.cut(false);
        run.forSeconds(10);
        assertThat(flow.isDone()).isTrue();
        assertThat(flow.arrived).isEqualTo(file.bytes());
        flow.release();
    }

    private static void arrives(int seed) {
        Random random = new Random(seed);
        int size = random.nextInt(25) == 0 ? random.nextInt(6_000_000) : random.nextInt(120_000);
        TestFile file = TestFile.random(random, random.nextInt(20) == 0 ? 0 : size);
        if (random.nextInt(4) == 0) {
            digHoles(random, file);
        }
        byte[] disk = new byte[file.length()];
        Arrays.fill(disk, (byte) 0x33);
        List<BlockRange> held = random.nextInt(3) == 0 ? partly(random, file, disk) : List.of();
        SimulatedLink there = new SimulatedLink(faults(random), seed);
        SimulatedLink back = new SimulatedLink(faults(random), ~seed);
        Flow flow = flow(file, disk, held, there, back, random.nextBoolean());
        Run run = new Run(there, back, List.of(flow));
        if (random.nextInt(5) == 0) {
            run.forSeconds(random.nextDouble());
            there.cut(true);
            run.forSeconds(3 * random.nextDouble());
            there.cut(false);
        }
        run.forSeconds(3_600); // CUBIC at 20 % loss is that slow
        assertThat(flow.isDone())
                .as("seed %d of %d bytes is done", seed, file.length())
                .isTrue();
        assertThat(flow.failed).as("seed %d", seed).isFalse();
        assertThat(flow.arrived).as("seed %d", seed).isEqualTo(file.bytes());
        assertThat(flow.mostBuffers).as("buffers of seed %d", seed).isLessThanOrEqualTo(2 * WINDOW + 4);
        double seconds = (run.nowNanos() - START_NANOS) / 1e9;
        assertThat((double) flow.wakes)
                .as("wakes of seed %d in %f s", seed, seconds)
                .isLessThan(200 + 300 * seconds + 12.0 * (there.packets() + back.packets()));
        flow.release();
        assertThat(flow.buffersOut()).as("buffers of seed %d", seed).isZero();
    }

    /** Makes some chunks all zeros. */
    private static void digHoles(Random random, TestFile file) {
        for (int index = 0; index < Chunks.count(file.length()); index++) {
            if (random.nextBoolean()) {
                int from = index * Chunks.BYTES;
                Arrays.fill(file.bytes(), from, from + file.chunkLength(index), (byte) 0);
            }
        }
    }

    /** Puts some blocks on the disk, some of them damaged. */
    private static List<BlockRange> partly(Random random, TestFile file, byte[] disk) {
        List<BlockRange> held = new ArrayList<>();
        int most = 1 + random.nextInt(40);
        for (int from = 0, to; from < file.length(); from = to) {
            to = Math.min(file.length(), from + (1 + random.nextInt(most)) * Chunks.BLOCK_BYTES);
            if (random.nextBoolean()) {
                System.arraycopy(file.bytes(), from, disk, from, to - from);
                long first = from / Chunks.BLOCK_BYTES;
                held.add(new BlockRange(first, (to - 1) / Chunks.BLOCK_BYTES + 1 - first));
                disk[from + random.nextInt(to - from)] ^= (byte) (random.nextInt(4) == 0 ? 1 : 0);
            }
        }
        return held;
    }

    /** Returns a path as networks have them, or worse. */
    static Faults faults(Random random) {
        Faults faults = Faults.of(random.nextInt(4) == 0 ? 0 : 1e6 * (1 + random.nextInt(200)), 150 * square(random));
        if (random.nextBoolean()) {
            faults = faults.loss(20 * square(random));
        }
        if (random.nextInt(3) == 0) {
            faults = faults.bursts(10 * square(random), 1 + random.nextInt(12));
        }
        if (random.nextInt(3) == 0) {
            faults = faults.jitter(30 * square(random));
        }
        if (random.nextInt(3) == 0) {
            faults = faults.duplicates(10 * random.nextDouble());
        }
        if (random.nextInt(3) == 0) {
            faults = faults.damage(5 * square(random));
        }
        return faults.queue(5 + 100 * random.nextDouble());
    }

    private static double square(Random random) {
        double value = random.nextDouble();
        return value * value;
    }

    private static Flow flow(
            TestFile file,
            byte[] disk,
            List<BlockRange> held,
            SimulatedLink there,
            SimulatedLink back,
            boolean modelled) {
        CongestionControl control = modelled
                ? CongestionControl.model(DatagramSizes.ETHERNET_BYTES)
                : CongestionControl.cubic(DatagramSizes.ETHERNET_BYTES);
        return new Flow(file, disk, held, there, back, control, 1_000_000, WINDOW, START_NANOS);
    }
}
