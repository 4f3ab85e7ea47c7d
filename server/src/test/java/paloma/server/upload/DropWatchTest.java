package paloma.server.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.net.KernelDrops;

class DropWatchTest {
    private static final long SECOND = DropWatch.SETTLE_NANOS;

    private long dropped;
    private int reads;
    private final DropWatch watch = new DropWatch(() -> {
        reads++;
        return dropped;
    });

    @Test
    void startsFromNothing() {
        dropped = 7;
        assertThat(watch.before(0)).isZero();
        assertThat(watch.now()).isEqualTo(7);
    }

    @Test
    void givesTheLatestNumberThatIsOldEnough() {
        for (int i = 1; i <= 10; i++) {
            dropped = i;
            watch.tick(i * SECOND);
        }
        assertThat(watch.before(SECOND)).isZero();
        assertThat(watch.before(5 * SECOND)).isEqualTo(4);
        assertThat(watch.before(5 * SECOND - 1)).isEqualTo(3);
        assertThat(watch.before(60 * SECOND)).isEqualTo(10);
    }

    @Test
    void passesOverWhatCannotBeRead() {
        dropped = 3;
        watch.tick(SECOND);
        dropped = KernelDrops.UNKNOWN;
        watch.tick(2 * SECOND);
        assertThat(watch.before(60 * SECOND)).isEqualTo(3);
        assertThat(watch.now()).isEqualTo(KernelDrops.UNKNOWN);
    }

    @Test
    void readsOnceASecond() {
        for (int i = 0; i < 100; i++) {
            watch.tick(SECOND + i);
        }
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void remembersAMinuteAndThenTheNumberBefore() {
        for (int i = 1; i <= 100; i++) {
            dropped = i;
            watch.tick(i * SECOND);
        }
        assertThat(watch.before(50 * SECOND)).isEqualTo(49);
        assertThat(watch.before(20 * SECOND)).isEqualTo(40);
    }
}
