package paloma.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.server.metrics.ServiceMeter;

class QuantilesTest {
    private final ServiceMeter meter = new ServiceMeter("echo", "udp");

    @Test
    void ofNothingAreNothing() {
        assertThat(quantiles().count()).isZero();
        assertThat(quantiles().micros(0.5)).isZero();
    }

    @Test
    void areTheUpperBoundsOfTheirBuckets() {
        meter.answered(98, 98, 3_000); // below 4 us
        meter.answered(1, 1, 100_000); // below 128 us
        meter.answered(1, 1, 5_000_000_000L);
        assertThat(quantiles().count()).isEqualTo(100);
        assertThat(quantiles().micros(0.5)).isEqualTo(4);
        assertThat(quantiles().micros(0.98)).isEqualTo(4);
        assertThat(quantiles().micros(0.99)).isEqualTo(128);
        assertThat(quantiles().micros(1)).isEqualTo(1 << 23);
    }

    private Quantiles quantiles() {
        return Quantiles.of(meter.handlingTimes());
    }
}
