package paloma.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "17, 17", "64k, 65536", "64K, 65536", "4M, 4194304", "4m, 4194304", "1G, 1073741824"})
    void readsSizes(String text, long bytes) {
        assertThat(value(text).asBytes(0, Long.MAX_VALUE)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1.5M", "4MB", "1 k", "0x10", "9999999999G", "99999999999999999999", "١"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> value(text).asBytes(0, Long.MAX_VALUE)).hasMessageContaining("is not a size");
    }

    @ParameterizedTest
    @CsvSource({"500ms, 500000000", "30s, 30000000000", "2m, 120000000000", "1h, 3600000000000", "0s, 0"})
    void readsTimes(String text, long nanos) {
        assertThat(value(text).asNanos(0, Long.MAX_VALUE)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "30", "-1s", "1.5s", "1d", "30 s", "30S", "1us"})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> value(text).asNanos(0, Long.MAX_VALUE)).hasMessageContaining("is not a time");
    }

    @Test
    void refusesATimeThatNoLongHolds() {
        assertThatThrownBy(() -> value("999999999999999999h").asNanos(0, Long.MAX_VALUE))
                .hasMessageContaining("is out of range");
    }

    @Test
    void readsRates() {
        assertThat(value("1000/s").asPerSecond("1")).isEqualTo(1_000);
        assertThat(value("1000").asPerSecond("1")).isEqualTo(1_000);
        assertThat(value("1k/s").asPerSecond("1")).isEqualTo(1_024);
        assertThat(value("off").asPerSecond("1")).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/s", "0", "-5/s", "5/m", "5/s/s", "many"})
    void refusesWhatIsNoRate(String text) {
        assertThatThrownBy(() -> value(text).asPerSecond("7/s"))
                .hasMessage("--x: \"" + text + "\" is not a rate; write how many a second, such as 7/s, or off.");
    }

    @Test
    void findsTheNearestWord() {
        List<String> words = List.of("source-rate", "source-burst", "grace");
        assertThat(Nearest.hint("source-raet", words, "none")).isEqualTo("did you mean source-rate?");
        assertThat(Nearest.hint("sourcerate", words, "none")).isEqualTo("did you mean source-rate?");
        assertThat(Nearest.hint("xylophone", words, "none")).isEqualTo("none");
        assertThat(Nearest.hint("x", words, "none")).isEqualTo("none");
        assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.edits("", "abc")).isEqualTo(3);
    }

    private static Value value(String text) {
        return new Value("--x", "flag", text);
    }
}
