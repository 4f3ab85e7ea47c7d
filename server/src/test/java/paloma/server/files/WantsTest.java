package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is wanted is kept in little memory, and not for long. */
class WantsTest {
    private final Wants wants = new Wants();
    private long now = 7;

    @Test
    void keepsAWantUntilItIsFetched() {
        add(1, 10, 100);
        assertThat(wants.get(1, now)).isNotNull();
        assertThat(wants.get(1, now)).isNotNull();
        wants.remove(1);
        assertThat(wants.get(1, now)).isNull();
        wants.remove(1);
    }

    @Test
    void forgetsWhatNobodyFetchesForAMinute() {
        add(1, 10, 100);
        now += TimeUnit.SECONDS.toNanos(30);
        add(2, 10, 100);
        now += TimeUnit.SECONDS.toNanos(31);
        assertThat(wants.get(1, now)).isNull();
        assertThat(wants.get(2, now)).isNotNull();
        assertThat(wants.size()).isEqualTo(1);
    }

    @Test
    void keepsOfOneSource128AndDropsItsOldest() {
        add(1_000, 99, 10);
        for (int i = 0; i < 500; i++) {
            add(i, 10, 10);
        }
        assertThat(wants.size()).isEqualTo(129);
        assertThat(wants.get(499, now)).isNotNull();
        assertThat(wants.get(372, now)).isNotNull();
        assertThat(wants.get(371, now)).isNull();
        assertThat(wants.get(1_000, now)).as("of another source").isNotNull();
    }

    @Test
    void keepsOfOneSourceFourMebibytes() {
        for (int i = 0; i < 100; i++) {
            add(i, 10, 64 << 10);
        }
        assertThat(wants.size()).isEqualTo(64);
        assertThat(wants.get(99, now)).isNotNull();
    }

    @Test
    void keepsOfAllSources256OrEightMebibytesAndDropsTheOldest() {
        for (int i = 0; i < 1_000; i++) {
            add(i, i, 10);
        }
        assertThat(wants.size()).isEqualTo(256);
        assertThat(wants.get(999, now)).isNotNull();
        assertThat(wants.get(743, now)).isNull();
        for (int i = 1_000; i < 2_000; i++) {
            add(i, i, 64 << 10);
        }
        assertThat(wants.size()).isEqualTo(128);
        for (int i = 2_000; i < 3_000; i++) {
            add(i, i, 10);
        }
        assertThat(wants.size()).as("all bytes were given back").isEqualTo(256);
    }

    private void add(long connection, long source, int bytes) {
        wants.add(connection, new Wants.Want(source, "", false, new byte[bytes], now));
    }
}
