package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Chunks of zeros: their hash is sent, and their bytes are not. */
class HoleTest {
    private static final int WINDOW = 3;
    private static final int CHUNKS = 20;

    /** Probes of the path, hashes, and what is copied at the end. */
    private static final long SENT_BESIDE = 250_000;

    private static Flow flow(TestFile file, List<BlockRange> held, byte[] disk, int seed) {
        SimulatedLink there = new SimulatedLink(Faults.of(50e6, 10).loss(2), seed);
        SimulatedLink back = new SimulatedLink(Faults.of(50e6, 10).loss(2), ~seed);
        CongestionControl control = CongestionControl.model(DatagramSizes.ETHERNET_BYTES);
        Flow flow = new Flow(file, disk, held, there, back, control, 1_000_000, WINDOW, 0);
        new Run(there, back, List.of(flow)).forSeconds(600);
        assertThat(flow.isDone()).isTrue();
        assertThat(flow.failed).isFalse();
        assertThat(flow.arrived).isEqualTo(file.bytes());
        flow.release();
        assertThat(flow.buffersOut()).isZero();
        return flow;
    }

    private static byte[] rubbish(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0x33);
        return bytes;
    }

    @Test
    void makeUpAFileOfWhichNothingIsSent() {
        TestFile file = new TestFile(new byte[CHUNKS * Chunks.BYTES - 77]);
        Flow flow = flow(file, List.of(), rubbish(file.length()), 1);
        assertThat(flow.sender.stats().sentBytes()).isLessThan(SENT_BESIDE);
        assertThat(flow.zeroed).isEqualTo(CHUNKS);
        assertThat(flow.sender.holeBytes()).isEqualTo(file.length());
        assertThat(flow.receiver.holeBytes()).isEqualTo(file.length());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void useUpNoCreditBetweenOthers(int seed) {
        TestFile file = TestFile.random(new Random(seed), CHUNKS * Chunks.BYTES - 77);
        int data = 0;
        Random random = new Random(~seed);
        for (int index = 0; index < CHUNKS; index++) {
            int from = index * Chunks.BYTES;
            if (random.nextInt(3) > 0) {
                Arrays.fill(file.bytes(), from, from + file.chunkLength(index), (byte) 0);
            } else {
                data += file.chunkLength(index);
            }
        }
        Flow flow = flow(file, List.of(), rubbish(file.length()), seed);
        assertThat(flow.sender.stats().ackedBytes()).isGreaterThanOrEqualTo(data);
        assertThat(flow.sender.holeBytes()).isEqualTo(file.length() - data);
        assertThat(flow.receiver.receivedBytes()).isEqualTo(data);
    }

    @Test
    void takeThePlaceOfWhatIsHeldAndIsNoHole() {
        TestFile file = new TestFile(new byte[4 * Chunks.BYTES]);
        byte[] disk = rubbish(file.length());
        Arrays.fill(disk, 0, Chunks.BYTES, (byte) 0);
        Flow flow = flow(file, List.of(new BlockRange(0, 40)), disk, 4);
        assertThat(flow.checks).isEqualTo(2);
        assertThat(flow.zeroed).isEqualTo(3);
        assertThat(flow.sender.stats().sentBytes()).isLessThan(SENT_BESIDE);
        assertThat(flow.receiver.heldBytes()).isEqualTo(Chunks.BYTES);
    }
}
