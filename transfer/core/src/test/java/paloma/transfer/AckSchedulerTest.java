package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AckSchedulerTest {
    private static final long MILLI = 1_000_000;
    private static final int ACK_BYTES = 35;

    private final AckScheduler acks = new AckScheduler(0);

    @Test
    void repeatsTheLastOneEverLaterWhereNothingFollows() {
        acks.came(0, 1_000, true, 0);
        assertThat(leftUntil(2_000)).containsExactly(0L, 25L, 75L, 175L, 375L);
    }

    @Test
    void repeatsNothingWhilePacketsCome() {
        List<Long> left = new ArrayList<>();
        for (long millis = 0; millis < 400; millis++) {
            if (millis % 20 == 0) {
                acks.came((int) millis / 20, 1_000, true, millis * MILLI);
            }
            leave(millis, left);
        }
        assertThat(left).hasSize(20);
    }

    /** A sender that hears nothing asks ever more seldom: what he asks is no sign of a thin path. */
    @Test
    void repeatsWhatIsAskedForAgainAfterASilence() {
        acks.came(0, 1_000, false, 0);
        leftUntil(2_000);
        acks.came(1, 1_000, true, 2_000 * MILLI);
        leftUntil(3_000);
        acks.came(2, 1_000, true, 3_000 * MILLI);
        assertThat(left(3_000, 4_000)).containsExactly(3_000L, 3_025L, 3_075L, 3_175L, 3_375L);
    }

    @Test
    void repeatsNothingWhereTheNextPacketIsStillToBeExpected() {
        acks.came(0, 1_000, false, 0);
        leftUntil(200);
        for (int i = 1; i < 5; i++) {
            acks.came(i, 1_000, false, i * 200 * MILLI);
            assertThat(left(i * 200, (i + 1) * 200)).hasSize(1);
        }
    }

    @Test
    void saysNothingBeforeTheFirstPacket() {
        assertThat(leftUntil(1_000)).isEmpty();
    }

    private List<Long> leftUntil(long endMillis) {
        return left(0, endMillis);
    }

    private List<Long> left(long startMillis, long endMillis) {
        List<Long> left = new ArrayList<>();
        for (long millis = startMillis; millis < endMillis; millis++) {
            leave(millis, left);
        }
        return left;
    }

    private void leave(long millis, List<Long> left) {
        if (acks.isDue(millis * MILLI)) {
            acks.left(ACK_BYTES, millis * MILLI);
            left.add(millis);
        }
    }
}
