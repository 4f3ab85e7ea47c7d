package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.SimulatedLink;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.Done;

/**
 * Trees, as several transfers that share a link: batches with answers, and now and then a larger file among them.
 * {@code mvn verify} runs some; {@code -Dtree.seeds=5000} runs thousands.
 */
class SimulatedTreeTest {
    private static final int SEEDS_A_GROUP = Integer.getInteger("tree.seeds", 500) / 10;
    private static final int WINDOW = 2;
    private static final long START_NANOS = 5_000_000_000L;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void arrivesWholeAndIsAnsweredOnAnyPath(int group) {
        for (int i = 0; i < SEEDS_A_GROUP; i++) {
            arrives(group * SEEDS_A_GROUP + i);
        }
    }

    private static void arrives(int seed) {
        Random random = new Random(seed);
        SimulatedLink there = new SimulatedLink(SimulatedTransferTest.faults(random), seed);
        SimulatedLink back = new SimulatedLink(SimulatedTransferTest.faults(random), ~seed);
        List<TestFile> files = new ArrayList<>();
        List<Flow> flows = new ArrayList<>();
        List<byte[]> answers = new ArrayList<>();
        long start = START_NANOS;
        for (int left = 1 + random.nextInt(6); left > 0; left--) {
            boolean isBatch = random.nextInt(12) > 0;
            TestFile file = TestFile.random(random, size(random, isBatch));
            byte[] answer = new byte[isBatch ? random.nextInt(Done.MAX_ANSWER_BYTES + 1) : 0];
            random.nextBytes(answer);
            Flow flow = new Flow(
                    file,
                    new byte[file.length()],
                    List.of(),
                    there,
                    back,
                    CongestionControl.model(DatagramSizes.ETHERNET_BYTES),
                    1_000_000,
                    WINDOW,
                    start);
            flow.answer = answer;
            files.add(file);
            flows.add(flow);
            answers.add(answer);
            start += random.nextInt(100_000_000);
        }
        new Run(there, back, flows).forSeconds(3_600);
        assertThat(flows).as("seed %d", seed).allMatch(Flow::isDone).noneMatch(flow -> flow.failed);
        for (int i = 0; i < flows.size(); i++) {
            assertThat(flows.get(i).arrived)
                    .as("file %d of seed %d", i, seed)
                    .isEqualTo(files.get(i).bytes());
            assertThat(flows.get(i).heardAnswer)
                    .as("answer %d of seed %d", i, seed)
                    .isEqualTo(answers.get(i));
        }
        flows.forEach(Flow::release);
        assertThat(flows).as("buffers of seed %d", seed).allMatch(flow -> flow.buffersOut() == 0);
    }

    private static int size(Random random, boolean isBatch) {
        if (!isBatch) {
            return random.nextInt(3 * Chunks.BYTES);
        }
        return random.nextInt(25) == 0 ? Chunks.BYTES : 1 + random.nextInt(40_000);
    }
}
