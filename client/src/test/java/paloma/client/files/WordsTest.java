package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void putsACommaBeforeEachThreeDigits() {
        assertThat(Words.grouped(0)).isEqualTo("0");
        assertThat(Words.grouped(999)).isEqualTo("999");
        assertThat(Words.grouped(-999)).isEqualTo("-999");
        assertThat(Words.grouped(50_000_000)).isEqualTo("50,000,000");
        assertThat(Words.grouped(-1_234)).isEqualTo("-1,234");
        assertThat(Words.grouped(Long.MAX_VALUE)).isEqualTo("9,223,372,036,854,775,807");
    }

    @Test
    void writesDigitsBehindThePointAsTheJdkDoes() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            double number = random.nextInt(1_000_000) / 1_024.0; // a binary fraction, which both round up at the half
            assertThat(Words.fixed(number, 2)).isEqualTo(String.format(Locale.ROOT, "%.2f", number));
        }
        assertThat(Words.fixed(0.04, 1)).isEqualTo("0.0");
        assertThat(Words.fixed(9.96, 1)).isEqualTo("10.0");
        assertThat(Words.fixed(2.5, 0)).isEqualTo("3");
    }

    @Test
    void saysOneOfOne() {
        assertThat(Words.bytes(1)).isEqualTo("1 byte");
        assertThat(Words.bytes(0)).isEqualTo("0 bytes");
        assertThat(Words.files(1)).isEqualTo("1 file");
        assertThat(Words.files(1_000)).isEqualTo("1,000 files");
    }

    @Test
    void givesARateInTheUnitThatFits() {
        assertThat(Words.rate(2.34e9)).isEqualTo("2.34 Gbit/s");
        assertThat(Words.rate(97.1e6)).isEqualTo("97.1 Mbit/s");
        assertThat(Words.rate(12_345.0)).isEqualTo("12 kbit/s");
        assertThat(Words.rate(1_000_000, 1_000_000_000L)).isEqualTo("8.0 Mbit/s");
        assertThat(Words.rate(1, 0)).as("at once").isEqualTo("8.00 Gbit/s");
    }

    @Test
    void givesShareTimeLeftAndRoundTrip() {
        assertThat(Words.percent(12, 1_000)).isEqualTo("1.2 %");
        assertThat(Words.percent(1, 0)).isEqualTo("0.0 %");
        assertThat(Words.clock(12)).isEqualTo("0:12");
        assertThat(Words.clock(600)).isEqualTo("10:00");
        assertThat(Words.clock(3_723)).isEqualTo("1:02:03");
        assertThat(Words.millis(480_000)).isEqualTo("0.5 ms");
        assertThat(Words.millis(50_400_000)).isEqualTo("50 ms");
    }
}
