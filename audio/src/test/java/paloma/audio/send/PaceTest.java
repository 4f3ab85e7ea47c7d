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
        Pace pace = new Pace(RATE);
        long now = base;
        for (int chunk = 0; chunk < 1_000; chunk++) {
            long came = base + (long) (chunk * CHUNK_NANOS);
            now = came - now > 0 ? came : now;
            for (int packet = 0; packet < CHUNK / PACKET; packet++) {
                long due = pace.due(Pacing.MICROPHONE, false, now);
                now = due - now > 0 ? due + LATE : now;
                pace.sent(Pacing.MICROPHONE, PACKET);
            }
            assertThat(now - came).isLessThan((long) CHUNK_NANOS);
        }
    }

    @Test
    void spreadsAMicrophonesChunkOverItsTime() {
        Pace pace = new Pace(RATE);
        long first = pace.due(Pacing.MICROPHONE, false, 5_000_000_000L);
        for (int i = 0; i < 3; i++) {
            pace.sent(Pacing.MICROPHONE, PACKET);
        }
        assertThat(pace.due(Pacing.MICROPHONE, false, first) - first)
                .isBetween((long) (0.7 * CHUNK_NANOS), (long) (0.75 * CHUNK_NANOS));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, Long.MIN_VALUE, Long.MAX_VALUE - 10_000_000_000L})
    void neitherDriftsNorBurstsWithAFile(long base) {
        Pace pace = new Pace(RATE);
        long begin = pace.due(Pacing.FILE, false, base);
        for (int i = 0; i < 100_000; i++) {
            pace.sent(Pacing.FILE, PACKET);
        }
        assertThat(pace.due(Pacing.FILE, false, begin) - begin)
                .isCloseTo(Math.round(100_000 * PACKET * 1e9 / RATE), byNanos());
    }

    @Test
    void goesOnFromNowWhenItWasKeptForSeconds() {
        Pace pace = new Pace(RATE);
        pace.due(Pacing.FILE, false, 0);
        pace.sent(Pacing.FILE, PACKET);
        assertThat(pace.due(Pacing.FILE, false, 3_000_000_000L)).isEqualTo(3_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2_500_000_000_000L, -10_000_000_000L, Long.MAX_VALUE - 5_000_000_000L})
    void tellsForHowLongNothingCouldBeSent(long base) {
        for (Pacing pacing : Pacing.values()) {
            Pace pace = new Pace(RATE);
            pace.due(pacing, true, base);
            pace.sent(pacing, PACKET);
            assertThat(pace.takePausedFrames()).isZero();
            pace.due(pacing, true, base + 10_000_000_000L);
            assertThat(pace.takePausedFrames()).isBetween(10L * RATE - PACKET - 1, 10L * RATE - PACKET + 10);
            assertThat(pace.takePausedFrames()).isZero();
        }
    }

    /** More frames than an int has. */
    @Test
    void tellsOfADayToo() {
        Pace pace = new Pace(192_000);
        pace.due(Pacing.FILE, false, 0);
        pace.due(Pacing.FILE, false, 86_400_000_000_000L);
        assertThat(pace.takePausedFrames()).isEqualTo(86_400L * 192_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, -10_000_000_000L, Long.MAX_VALUE - 10_000_000_000L})
    void letsPacketsLeaveInPairs(long base) {
        Pace pace = new Pace(RATE);
        for (int i = 0; i < 1_000; i++) {
            long begin = Math.round(i / 2 * 2 * PACKET * 1e9 / RATE);
            long leaves = pace.due(Pacing.FILE, false, base + begin) - pace.earlyNanos();
            assertThat(leaves - base).isCloseTo(begin, byNanos());
            pace.sent(Pacing.FILE, PACKET);
        }
    }

    @Test
    void afterAPauseTheFirstOfAPairLeavesOnTime() {
        Pace pace = new Pace(RATE);
        pace.due(Pacing.FILE, false, 0);
        pace.sent(Pacing.FILE, PACKET);
        assertThat(pace.earlyNanos()).isCloseTo(Math.round(PACKET * 1e9 / RATE), byNanos());
        pace.due(Pacing.FILE, true, 3_000_000_000L);
        assertThat(pace.earlyNanos()).isZero();
    }

    private static Offset<Long> byNanos() {
        return Offset.offset(1_000L);
    }
}
