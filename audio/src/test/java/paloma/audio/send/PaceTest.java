package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final int RATE = 44_100;
    private static final int PACKET = 256;
    private static final int CHUNK = 1_024;
    private static final double CHUNK_NANOS = CHUNK * 1e9 / RATE;
    private static final long LATE = 1_100_000;

    /** Each timer is late by a little, as all are. */
    @ParameterizedTest
    @ValueSource(longs = {0, 2_500_000_000_000L, -10_000_000_000L, Long.MAX_VALUE - 10_000_000_000L})
    void keepsUpWithAMicrophoneThoughTimersAreLate(long base) {
        Pace pace = new Pace(RATE, true);
        long now = base;
        for (int chunk = 0; chunk < 1_000; chunk++) {
            long came = base + (long) (chunk * CHUNK_NANOS);
            now = came - now > 0 ? came : now;
            for (int packet = 0; packet < CHUNK / PACKET; packet++) {
                long due = pace.due(now);
                now = due - now > 0 ? due + LATE : now;
                pace.sent(PACKET);
            }
            assertThat(now - came).isLessThan((long) CHUNK_NANOS);
        }
    }

    @Test
    void spreadsAMicrophonesChunkOverItsTime() {
        Pace pace = new Pace(RATE, true);
        long first = pace.due(5_000_000_000L);
        for (int i = 0; i < 3; i++) {
            pace.sent(PACKET);
        }
        assertThat(pace.due(first) - first).isBetween((long) (0.7 * CHUNK_NANOS), (long) (0.75 * CHUNK_NANOS));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, Long.MIN_VALUE, Long.MAX_VALUE - 10_000_000_000L})
    void neitherDriftsNorBurstsWithAFile(long base) {
        Pace pace = new Pace(RATE, false);
        long begin = pace.due(base);
        for (int i = 0; i < 100_000; i++) {
            pace.sent(PACKET);
        }
        assertThat(pace.due(begin) - begin).isCloseTo(Math.round(100_000 * PACKET * 1e9 / RATE), byNanos());
    }

    @Test
    void goesOnFromNowWhenItWasKeptForSeconds() {
        Pace pace = new Pace(RATE, false);
        pace.due(0);
        pace.sent(PACKET);
        assertThat(pace.due(3_000_000_000L)).isEqualTo(3_000_000_000L);
    }

    private static Offset<Long> byNanos() {
        return Offset.offset(1_000L);
    }
}
