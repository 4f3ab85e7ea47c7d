package paloma.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HumanUnitsTest {
    @Test
    void putsACommaBeforeEachThreeDigits() {
        assertThat(HumanUnits.grouped(0)).isEqualTo("0");
        assertThat(HumanUnits.grouped(999)).isEqualTo("999");
        assertThat(HumanUnits.grouped(-999)).isEqualTo("-999");
        assertThat(HumanUnits.grouped(50_000_000)).isEqualTo("50,000,000");
        assertThat(HumanUnits.grouped(-1_234)).isEqualTo("-1,234");
        assertThat(HumanUnits.grouped(Long.MAX_VALUE)).isEqualTo("9,223,372,036,854,775,807");
    }

    @Test
    void writesDigitsBehindThePointAsTheJdkDoes() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            double number = random.nextInt(1_000_000) / 1_024.0; // a binary fraction, which both round up at the half
            assertThat(HumanUnits.fixed(number, 2)).isEqualTo(String.format(Locale.ROOT, "%.2f", number));
        }
        assertThat(HumanUnits.fixed(0.04, 1)).isEqualTo("0.0");
        assertThat(HumanUnits.fixed(9.96, 1)).isEqualTo("10.0");
        assertThat(HumanUnits.fixed(2.5, 0)).isEqualTo("3");
    }

    @Test
    void saysOneOfOne() {
        assertThat(HumanUnits.bytes(1)).isEqualTo("1 byte");
        assertThat(HumanUnits.bytes(0)).isEqualTo("0 bytes");
        assertThat(HumanUnits.files(1)).isEqualTo("1 file");
        assertThat(HumanUnits.files(1_000)).isEqualTo("1,000 files");
        assertThat(HumanUnits.count(1, "duplicate")).isEqualTo("1 duplicate");
        assertThat(HumanUnits.count(65_507, "byte")).isEqualTo("65507 bytes");
    }

    @Test
    void givesARateInTheUnitThatFits() {
        assertThat(HumanUnits.rate(2.34e9)).isEqualTo("2.34 Gbit/s");
        assertThat(HumanUnits.rate(97.1e6)).isEqualTo("97.1 Mbit/s");
        assertThat(HumanUnits.rate(12_345.0)).isEqualTo("12 kbit/s");
        assertThat(HumanUnits.rate(1_000_000, 1_000_000_000L)).isEqualTo("8.0 Mbit/s");
        assertThat(HumanUnits.rate(1, 0)).as("at once").isEqualTo("8.00 Gbit/s");
    }

    @Test
    void givesShareTimeLeftAndRoundTrip() {
        assertThat(HumanUnits.percent(12, 1_000)).isEqualTo("1.2 %");
        assertThat(HumanUnits.percent(1, 0)).isEqualTo("0.0 %");
        assertThat(HumanUnits.clock(12)).isEqualTo("0:12");
        assertThat(HumanUnits.clock(600)).isEqualTo("10:00");
        assertThat(HumanUnits.clock(3_723)).isEqualTo("1:02:03");
        assertThat(HumanUnits.millis(480_000)).isEqualTo("0.5 ms");
        assertThat(HumanUnits.millis(50_400_000)).isEqualTo("50 ms");
    }
}
