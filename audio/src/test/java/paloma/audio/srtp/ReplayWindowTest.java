package paloma.audio.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow();

    @Test
    void knowsNothingAtFirst() {
        assertThat(window.isNew(0)).isTrue();
        assertThat(window.isNew(PacketIndex.MAX)).isTrue();
        assertThat(window.highest()).isEqualTo(-1);
    }

    @Test
    void takesWhatIsTooOldForReplayed() {
        window.add(5_000);

        assertThat(window.isNew(5_000)).isFalse();
        assertThat(window.isNew(5_000 - ReplayWindow.PACKETS + 1)).isTrue();
        assertThat(window.isNew(5_000 - ReplayWindow.PACKETS)).isFalse();
    }

    /** A jump of the whole ring, and of a little more and less, leaves no bit of before. */
    @ParameterizedTest
    @ValueSource(longs = {1_022, 1_023, 1_024, 1_025, 2_048, 1L << 40})
    void forgetsWhatAJumpPassesOver(long jump) {
        for (long index = 0; index < ReplayWindow.PACKETS; index++) {
            window.add(index);
        }
        window.add(ReplayWindow.PACKETS - 1 + jump);

        for (long index = ReplayWindow.PACKETS; index < ReplayWindow.PACKETS - 1 + jump && index < 4_096; index++) {
            assertThat(window.isNew(index))
                    .as("index %d", index)
                    .isEqualTo(index > window.highest() - ReplayWindow.PACKETS);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void opensEachIndexOnceInWhateverOrder(int seed) {
        Random random = new Random(seed);
        Set<Long> opened = new HashSet<>();
        long front = random.nextLong(1L << 47);
        for (int i = 0; i < 20_000; i++) {
            front += random.nextInt(100) == 0 ? random.nextInt(3_000) : 1;
            long index = Math.max(0, front - random.nextInt(1_500));
            boolean isOld = window.highest() >= 0 && index <= window.highest() - ReplayWindow.PACKETS;
            boolean isNew = window.isNew(index);

            assertThat(isNew).isEqualTo(!isOld && !opened.contains(index));
            if (isNew) {
                window.add(index);
                opened.add(index);
            }
        }
    }
}
