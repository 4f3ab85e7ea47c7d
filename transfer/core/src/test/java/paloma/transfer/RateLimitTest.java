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

/** A rate that a person has set is a bound, however fast the path is and however slow the rate. */
class RateLimitTest {
    private static final int BYTES = 100_000;

    @ParameterizedTest
    @CsvSource({"8_000,1", "8_000,20", "8_000,300", "1_000,5", "64_000,5", "500_000,0"})
    void isNotExceeded(String bytesPerSecond, double delayMillis) {
        double rate = Double.parseDouble(bytesPerSecond.replace("_", ""));
        TestFile file = TestFile.random(new Random(1), BYTES);
        SimulatedLink there = new SimulatedLink(Faults.of(100e6, delayMillis), 1);
        SimulatedLink back = new SimulatedLink(Faults.of(100e6, delayMillis), 2);
        Flow flow = new Flow(
                file,
                new byte[BYTES],
                List.of(),
                there,
                back,
                CongestionControl.model(DatagramSizes.ETHERNET_BYTES),
                1_000_000,
                4,
                0);
        flow.sender.limitRate(rate);
        new Run(there, back, List.of(flow)).forSeconds(200);
        assertThat(flow.isDone()).isTrue();
        assertThat(flow.doneNanos / 1e9).isBetween(BYTES / rate * 0.9, BYTES / rate * 1.5 + 3);
        flow.release();
    }
}
