package paloma.client.echo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SilenceTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, Long.MAX_VALUE - 5, Long.MIN_VALUE})
    void takesTimeAndSeveralProbes(long start) {
        Silence silence = new Silence(start);

        silence.lost(Silence.MOST_LOST);
        assertThat(silence.isTooLong(start + Silence.LONGEST_NANOS - 1)).isFalse();
        assertThat(silence.isTooLong(start + Silence.LONGEST_NANOS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 5})
    void aLongIntervalIsNoSilence(long start) {
        Silence silence = new Silence(start);

        silence.lost(Silence.MOST_LOST - 1);
        assertThat(silence.isTooLong(start + 100 * Silence.LONGEST_NANOS)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 5})
    void whatComesBackEndsIt(long start) {
        Silence silence = new Silence(start);
        silence.lost(100);
        silence.end(start + Silence.LONGEST_NANOS);

        assertThat(silence.isTooLong(start + Silence.LONGEST_NANOS)).isFalse();
        silence.lost(Silence.MOST_LOST);
        assertThat(silence.isTooLong(start + 2 * Silence.LONGEST_NANOS)).isTrue();
    }
}
