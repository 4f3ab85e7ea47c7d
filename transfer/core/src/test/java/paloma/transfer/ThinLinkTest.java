package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;

/** Where a link is thin every byte that leaves twice takes its time: what a file costs there is little more than the file. */
class ThinLinkTest {
    private static final long START_NANOS = 1_000_000_000L;
    private static final int SEEDS = 3;

    @ParameterizedTest
    @CsvSource({
        "64, 100, 500, 300_000",
        "64, 50, 500, 300_000",
        "64, 300, 500, 300_000",
        "64, 100, 200, 300_000",
        "64, 100, 2_000, 300_000",
        "128, 100, 500, 300_000",
        "256, 100, 500, 300_000",
        "256, 20, 500, 1_000_000",
        "1_000, 100, 500, 1_000_000",
        "1_000, 20, 200, 3_000_000",
    })
    void costsLittleMoreThanTheFile(String kbit, double delayMillis, String queueMillis, String size) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Faults faults = Faults.of(1e3 * number(kbit), delayMillis).queue(number(queueMillis));
            TestFile file = TestFile.random(new Random(seed), number(size));
            SimulatedLink there = new SimulatedLink(faults, seed);
            SimulatedLink back = new SimulatedLink(faults, ~seed);
            Flow flow = flow(file, there, back);
            double pair = 1_228 * 8e9 / faults.bitsPerSecond();
            flow.sender.roundTrip((long) (delayMillis * 2e6 + pair * 1.2));
            HelloPair hellos = new HelloPair();
            hellos.first(true, 0);
            hellos.second((long) pair);
            flow.sender.begin(hellos.firstPackets((long) (delayMillis * 2e6 + pair * 1.2), 0));
            new Run(there, back, List.of(flow)).forSeconds(600);
            assertThat(flow.isDone()).isTrue();
            double cost = (double) there.bytes() / file.length();
            double times = (flow.doneNanos - START_NANOS) / 1e9 / (file.length() * 8.0 / faults.bitsPerSecond());
            assertThat(cost).as("seed %d", seed).isLessThan(1.15);
            assertThat(times).as("seed %d", seed).isLessThan(1.3);
            flow.release();
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace("_", ""));
    }

    private static Flow flow(TestFile file, SimulatedLink there, SimulatedLink back) {
        return Flow.of(file, new byte[file.length()], there, back, START_NANOS);
    }
}
