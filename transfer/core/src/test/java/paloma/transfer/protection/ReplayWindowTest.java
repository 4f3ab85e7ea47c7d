package paloma.transfer.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow();

    @Test
    void takesEachNumberOnce() {
        for (long number : new long[] {0, 5, 3, 1L << 33, (1L << 33) - 1}) {
            assertThat(window.isNew(number)).as("%d", number).isTrue();
            window.add(number);
            assertThat(window.isNew(number)).as("%d", number).isFalse();
        }
        assertThat(window.largest()).isEqualTo(1L << 33);
    }

    @Test
    void takesNothingThatLiesAWindowBelowTheLargest() {
        window.add(70_000);
        assertThat(window.isNew(70_000 - ReplayWindow.NUMBERS)).isFalse();
        assertThat(window.isNew(70_001 - ReplayWindow.NUMBERS)).isTrue();
    }

    @Test
    void forgetsNothingWhenItMovesOnByAlmostAWindow() {
        window.add(1);
        window.add(2);
        window.add(ReplayWindow.NUMBERS + 1);
        assertThat(window.isNew(2)).isFalse();
        assertThat(window.isNew(3)).isTrue();
    }

    @Test
    void knowsWhatASetKnows() {
        Random random = new Random(14);
        Set<Long> opened = new HashSet<>();
        long largest = -1;
        for (int i = 0; i < 200_000; i++) {
            int reach = random.nextInt(1_000) == 0 ? 300_000 : 80;
            long number = Math.max(0, largest + random.nextInt(2 * reach) - reach);
            boolean isNew = number > largest || largest - number < ReplayWindow.NUMBERS && !opened.contains(number);
            assertThat(window.isNew(number)).as("%d at %d", number, largest).isEqualTo(isNew);
            if (isNew) {
                window.add(number);
                opened.add(number);
                largest = Math.max(largest, number);
            }
        }
        assertThat(window.largest()).isEqualTo(largest);
    }

    @Test
    void findsTheNumberThatIsNearestToTheExpectedOne() {
        assertThat(window.unwrap(0)).isZero();
        assertThat(window.unwrap(-1)).isEqualTo(0xFFFF_FFFFL);
        window.add(0xA82F_30EAL);
        assertThat(window.unwrap(0xA82F_9B32)).isEqualTo(0xA82F_9B32L);
        window.add(0xFFFF_FFFEL);
        assertThat(window.unwrap(5)).isEqualTo(0x1_0000_0005L);
        window.add(0x7_0000_0003L);
        assertThat(window.unwrap(-2)).isEqualTo(0x6_FFFF_FFFEL);
        assertThat(window.unwrap(0x7FFF_FFFF)).isEqualTo(0x7_7FFF_FFFFL);
        assertThat(window.unwrap(0x8000_0010)).isEqualTo(0x6_8000_0010L);
    }
}
