package paloma.client.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1000000000",
        "0.2, 200000000",
        "200ms, 200000000",
        "1.5s, 1500000000",
        "2m, 120000000000",
        "50us, 50000",
        "0, 0",
        "86400s, 86400000000000"
    })
    void readsTimes(String text, long nanos) {
        assertThat(Quantity.nanos(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1024, 1024", "64K, 65536", "2M, 2097152", "1g, 1073741824", "0.5K, 512"})
    void readsBytes(String text, long bytes) {
        assertThat(Quantity.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1", "1h", "1e3", "NaN", "0x10", "1..2", "86401s", "999999999999m", " 1"})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> Quantity.nanos(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "-1", "1T", "1KB", "1 K"})
    void refusesWhatIsNoNumberOfBytes(String text) {
        assertThatThrownBy(() -> Quantity.bytes(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
