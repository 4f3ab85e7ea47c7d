package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.DatagramSizes;

/** The receiver has another version of the file: what is equal is not sent, and what differs costs no more for it. */
class OldVersionTest {
    private static final int CHUNKS = 32;
    private static final int WINDOW = 8;
    private static final double MOST_LONGER = 1.1;
    private static final long DISK_NANOS = 1_000_000;
    /** Probes of the path, hashes, and what is copied at the end. */
    private static final long SENT_BESIDE = 250_000;

    private static final TestFile FILE = TestFile.random(new Random(15), CHUNKS * Chunks.BYTES - 12_345);

    private static Flow flow(byte[] old, List<BlockRange> held, Faults faults, int seed) {
        SimulatedLink there = new SimulatedLink(faults, seed);
        SimulatedLink back = new SimulatedLink(faults, ~seed);
        CongestionControl control = CongestionControl.model(DatagramSizes.ETHERNET_BYTES);
        Flow flow = new Flow(FILE, old, held, there, back, control, DISK_NANOS, WINDOW, 0);
        new Run(there, back, List.of(flow)).forSeconds(600);
        assertThat(flow.isDone()).isTrue();
        assertThat(flow.arrived).isEqualTo(FILE.bytes());
        flow.release();
        assertThat(flow.buffersOut()).isZero();
        return flow;
    }

    /** Returns the file with one byte changed in each of these chunks. */
    private static byte[] changed(IntStream chunks) {
        byte[] old = FILE.bytes().clone();
        chunks.forEach(chunk -> old[chunk * Chunks.BYTES + 4_711] ^= 1);
        return old;
    }

    private static List<BlockRange> all() {
        return BlockSet.all(FILE.length()).longest(1);
    }

    @Test
    void isNotSentWhereItIsEqual() {
        Flow flow = flow(FILE.bytes().clone(), all(), Faults.of(50e6, 20).loss(1), 1);
        assertThat(flow.sender.stats().sentBytes()).isLessThan(SENT_BESIDE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17, CHUNKS - 1})
    void isSentOnlyWhereAByteChanged(int chunk) {
        Flow flow = flow(changed(IntStream.of(chunk)), all(), Faults.of(50e6, 20), 2);
        assertThat(flow.sender.stats().sentBytes())
                .isBetween((long) FILE.chunkLength(chunk), Chunks.BYTES + SENT_BESIDE);
    }

    @ParameterizedTest
    @CsvSource({"1000,0.1,0", "400,1,0", "50,20,0", "20,50,1", "8,150,2"})
    void costsNoTimeWhereAllOfItIsDifferent(double mbit, double delayMillis, double lossPercent) {
        Faults faults = Faults.of(1e6 * mbit, delayMillis).loss(lossPercent);
        double fresh = 0;
        double different = 0;
        for (int seed = 0; seed < 2; seed++) {
            fresh += flow(new byte[FILE.length()], List.of(), faults, seed).doneNanos;
            different += flow(changed(IntStream.range(0, CHUNKS)), all(), faults, seed).doneNanos;
        }
        assertThat(different / fresh).isLessThan(MOST_LONGER);
    }

    @Test
    void isReadInVainForFewChunksWhereTheNetworkIsAsFastAsTheDisk() {
        Flow flow = flow(changed(IntStream.range(0, CHUNKS)), all(), Faults.of(2e9, 0.1), 3);
        assertThat(flow.checks).isLessThan(CHUNKS * 3 / 4);
    }

    @Test
    void isComparedWholeWhereTheNetworkIsSlow() {
        Flow flow = flow(changed(IntStream.range(0, CHUNKS / 2)), all(), Faults.of(100e6, 5), 3);
        assertThat(flow.checks).isEqualTo(CHUNKS);
        assertThat(flow.sender.stats().sentBytes()).isLessThan(Chunks.BYTES * (CHUNKS / 2 + 1L) * 21 / 20);
    }
}
