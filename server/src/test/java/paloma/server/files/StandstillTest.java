package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandstillTest {
    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE, Long.MAX_VALUE - 5})
    void lastsFromTheLastByteThatWasNew(long start) {
        Standstill standstill = new Standstill(start);
        assertThat(standstill.nanos(start + 10)).isEqualTo(10);
        standstill.look(1, start + 20);
        standstill.look(1, start + 30);
        assertThat(standstill.nanos(start + 40)).isEqualTo(20);
        standstill.look(2, start + 50);
        assertThat(standstill.nanos(start + 50)).isZero();
    }
}
