package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.wire.DatagramSizes;

/** A path that carries nothing for a moment, or a host that reads nothing: whatever was on its way is lost. */
class CutTest {
    private static final long START_NANOS = 1_000_000_000L;
    private static final int MEGABYTES = 40;

    @ParameterizedTest
    @CsvSource({
        "4_000, 0.03, 8_972, 300, 200",
        "1_000, 20, 8_972, 150, 550",
        "1_000, 20, 1_472, 200, 800",
        "300, 20, 8_972, 200, 650",
        "100, 25, 1_472, 100, 1_000",
    })
    void isAtFullSpeedSoonAfterwards(
            String mbit, double delayMillis, String datagramBytes, String cutMillis, String mostMillis) {
        Faults faults = Faults.of(1e6 * number(mbit), delayMillis).queue(10);
        double alone = millis(faults, number(datagramBytes), 0);
        double cut = millis(faults, number(datagramBytes), number(cutMillis));
        assertThat(cut - alone - number(cutMillis)).isLessThan(number(mostMillis));
    }

    private static double millis(Faults faults, int datagramBytes, int cutMillis) {
        TestFile file = TestFile.random(new Random(1), MEGABYTES * 1_000_000);
        SimulatedLink there = new SimulatedLink(faults, 1);
        SimulatedLink back = new SimulatedLink(faults, 2);
        Flow flow = new Flow(
                file,
                new byte[file.length()],
                List.of(),
                there,
                back,
                CongestionControl.model(DatagramSizes.ETHERNET_BYTES),
                100_000,
                32,
                START_NANOS);
        flow.pathBytes = datagramBytes;
        flow.sender.roundTrip((long) (faults.delayMillis() * 2e6));
        Run run = new Run(there, back, List.of(flow));
        run.forSeconds(0.4 * file.length() * 8 / faults.bitsPerSecond());
        there.cut(true);
        run.forSeconds(cutMillis / 1e3);
        there.cut(false);
        run.forSeconds(60);
        assertThat(flow.isDone()).isTrue();
        flow.release();
        return (flow.doneNanos - START_NANOS) / 1e6;
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace("_", ""));
    }
}
