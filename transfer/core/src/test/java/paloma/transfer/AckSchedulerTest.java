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

    @Test
    void saysNothingBeforeTheFirstPacket() {
        assertThat(leftUntil(1_000)).isEmpty();
    }

    private List<Long> leftUntil(long endMillis) {
        List<Long> left = new ArrayList<>();
        for (long millis = 0; millis < endMillis; millis++) {
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
