package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final int RATE = 44_100;
    private static final int PACKET = 256;
    private static final int CHUNK = 1_024;
    private static final double CHUNK_NANOS = CHUNK * 1e9 / RATE;
    private static final long LATE = 1_100_000;

    /** Each timer is late by a little, as all are. */
    @Test
    void keepsUpWithAMicrophoneThoughTimersAreLate() {
        Pace pace = new Pace(RATE, true);
        long now = 0;
        for (int chunk = 0; chunk < 1_000; chunk++) {
            long came = (long) (chunk * CHUNK_NANOS);
            now = Math.max(now, came);
            for (int packet = 0; packet < CHUNK / PACKET; packet++) {
                long due = pace.due(now);
                now = due > now ? due + LATE : now;
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

    @Test
    void neitherDriftsNorBurstsWithAFile() {
        Pace pace = new Pace(RATE, false);
        long begin = pace.due(7);
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
