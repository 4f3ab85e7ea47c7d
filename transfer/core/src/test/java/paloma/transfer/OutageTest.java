package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;

/** A path that was bad and is good again carries data again at once, whatever was lost meanwhile, and on which way. */
class OutageTest {
    private static final long START_NANOS = 1_000_000_000L;
    private static final int SEEDS = 20;
    private static final int OUTAGES = 6;
    private static final TestFile FILE = TestFile.random(new Random(1), 40_000_000);

    /** The longest probe timeout (RFC 9002, section 6.2), and some round trips. */
    private static final double LONGEST_SILENCE_SECONDS = 1.3;

    enum Path {
        NEAR(Faults.of(20e6, 5)),
        WAN(Faults.of(20e6, 25)),
        REORDERING(Faults.of(20e6, 25).jitter(10)),
        FAR(Faults.of(20e6, 75)),
        DEEP(Faults.of(20e6, 25).queue(500));

        private final Faults faults;

        Path(Faults faults) {
            this.faults = faults;
        }
    }

    @ParameterizedTest
    @EnumSource(Path.class)
    void dataFlowsAgainSoonAfterThePathIsGood(Path path) {
        for (int seed = 0; seed < SEEDS; seed++) {
            outages(path, seed);
        }
    }

    /** A window that is smaller than what the receiver acknowledges at once is answered only when that is overdue. */
    @Test
    void aShortPathIsFastAgainSoonAfterItWasSlow() {
        Faults fast = Faults.of(200e6, 0.1);
        SimulatedLink there = new SimulatedLink(fast, 2);
        SimulatedLink back = new SimulatedLink(fast, 3);
        Flow flow = flow(there, back);
        Run run = new Run(there, back, List.of(flow));
        run.forSeconds(0.5);
        there.change(Faults.of(2.8e6, 0.1));
        run.forSeconds(2);
        there.change(fast);
        long before = flow.receiver.receivedBytes();
        run.forSeconds(1);
        assertThat(flow.receiver.receivedBytes() - before).isGreaterThan(5_000_000);
        flow.release();
    }

    private static void outages(Path path, int seed) {
        Random random = new Random(seed);
        SimulatedLink there = new SimulatedLink(path.faults, 2 + 10L * seed);
        SimulatedLink back = new SimulatedLink(path.faults, 3 + 10L * seed);
        Flow flow = flow(there, back);
        Run run = new Run(there, back, List.of(flow));
        for (int i = 0; i < OUTAGES && !flow.isDone(); i++) {
            run.forSeconds(random.nextDouble());
            String what = worsen(path, there, back, random);
            run.forSeconds(4 * random.nextDouble() * random.nextDouble());
            restore(path, there, back);
            long before = flow.receiver.receivedBytes();
            run.forSeconds(LONGEST_SILENCE_SECONDS);
            assertThat(flow.isDone() || flow.receiver.receivedBytes() > before)
                    .as("%s, seed %d, outage %d: %s", path, seed, i, what)
                    .isTrue();
        }
        flow.release();
    }

    private static String worsen(Path path, SimulatedLink there, SimulatedLink back, Random random) {
        boolean isThere = random.nextBoolean();
        boolean isBack = !isThere || random.nextBoolean();
        boolean isCut = random.nextBoolean();
        for (SimulatedLink link : List.of(there, back)) {
            if (link == there ? isThere : isBack) {
                link.cut(isCut);
                link.change(path.faults.loss(isCut ? 100 : 30));
            }
        }
        return (isCut ? "nothing passes" : "30 % are lost") + (isThere ? " there" : "") + (isBack ? " back" : "");
    }

    private static void restore(Path path, SimulatedLink there, SimulatedLink back) {
        for (SimulatedLink link : List.of(there, back)) {
            link.cut(false);
            link.change(path.faults);
        }
    }

    private static Flow flow(SimulatedLink there, SimulatedLink back) {
        return Flow.of(FILE, new byte[FILE.length()], there, back, START_NANOS);
    }
}
