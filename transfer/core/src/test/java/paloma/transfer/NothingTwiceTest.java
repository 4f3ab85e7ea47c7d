package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.wire.DatagramSizes;

/** Where nothing was lost nothing leaves twice, however small the file and however long the path. */
class NothingTwiceTest {
    private static final long MILLI = 1_000_000L;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 1_300, 4_096, 17_000, 150_000, 2_500_000})
    void sendsEachByteOnce(int size) {
        for (double delayMillis : new double[] {0, 0.1, 3, 30, 400}) {
            Flow flow = flow(size, delayMillis);
            new Run(flow.there(), flow.back(), List.of(flow)).forSeconds(100);
            assertOnce(flow, size);
        }
    }

    /** The first bytes leave behind the Open: what a server computes before it answers is no silence of the path. */
    @Test
    void waitsForTheAcceptHoweverLongTheServerComputes() {
        Flow flow = flow(20_000, 1);
        flow.sender.path(DatagramSizes.ETHERNET_BYTES, 2 * MILLI, 0);
        Run run = new Run(flow.there(), flow.back(), List.of(flow));
        flow.back().cut(true);
        run.forSeconds(0.1);
        long first = flow.sender.stats().packets();
        run.forSeconds(3);
        assertThat(first).isPositive();
        assertThat(flow.sender.stats().packets()).isEqualTo(first);
        flow.back().cut(false);
        flow.sender.accepted(List.of(), 4, DatagramSizes.ETHERNET_BYTES, run.nowNanos());
        run.forSeconds(3);
        assertThat(flow.isDone()).isTrue();
        flow.release();
    }

    /** A receiver that is busy for a moment answers late: it is asked for a word, and nothing of the file leaves again. */
    @ParameterizedTest
    @ValueSource(ints = {4_096, 150_000, 2_500_000})
    void asksAHostThatIsSilentForAMomentBeforeItSendsAgain(int size) {
        Flow flow = flow(size, 3);
        Run run = new Run(flow.there(), flow.back(), List.of(flow));
        run.forSeconds(0.002);
        flow.back().cut(true);
        run.forSeconds(0.9); // until just before the probe timeout of a path of which nothing is known
        long silent = flow.sender.stats().packets();
        flow.back().cut(false);
        run.forSeconds(20);
        assertThat(silent).isPositive();
        assertOnce(flow, size);
    }

    private static void assertOnce(Flow flow, int size) {
        assertThat(flow.isDone()).isTrue();
        assertThat(flow.sender.stats().resentBytes()).as("%d bytes", size).isZero();
        assertThat(flow.sender.stats().lostPackets()).as("%d bytes", size).isZero();
        assertThat(flow.receiver.receivedBytes()).isEqualTo(size);
        assertThat(flow.receiver.duplicatePackets()).isZero();
        flow.release();
    }

    private static Flow flow(int size, double delayMillis) {
        Faults faults = Faults.of(0, delayMillis);
        return new Flow(
                TestFile.random(new Random(size), size),
                new byte[size],
                List.of(),
                new SimulatedLink(faults, 1),
                new SimulatedLink(faults, 2),
                CongestionControl.model(DatagramSizes.ETHERNET_BYTES),
                MILLI,
                4,
                0);
    }
}
