package paloma.client.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UploadPacerTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void aBurstLeavesAtOnceAndTheNextWaits() {
        UploadPacer pace = new UploadPacer(1_000, 0, 300, 0);

        assertThat(pace.take(100, 0)).isZero();
        assertThat(pace.take(100, 0)).isZero();
        assertThat(pace.take(100, 0)).isZero();
        assertThat(pace.take(100, 0)).isEqualTo(SECOND / 10);
    }

    @Test
    void overALongTimeTheRateIsKept() {
        UploadPacer pace = new UploadPacer(1_000_000, 0, 8_192, 0);
        long now = 0;
        for (int i = 0; i < 10_000; i++) {
            now += pace.take(1_000, now);
        }

        assertThat((double) now / SECOND).isCloseTo(10.0, within(0.01));
    }

    @Test
    void sleepingTooLongIsMadeUpForNoFurtherThanABurst() {
        UploadPacer pace = new UploadPacer(1_000, 0, 300, 0);
        pace.take(300, 0);

        assertThat(pace.take(300, 100 * SECOND)).isZero();
        assertThat(pace.take(100, 100 * SECOND)).isEqualTo(SECOND / 10);
    }

    @Test
    void smallDatagramsCostAsMuchAsTheyTakeOfAReceiveBuffer() {
        UploadPacer pace = new UploadPacer(1_024, 1_024, 1_024, 0);

        assertThat(pace.take(1, 0)).isZero();
        assertThat(pace.take(1, 0)).isEqualTo(SECOND);
    }

    @Test
    void aDatagramLargerThanABurstIsWaitedForNotRefused() {
        UploadPacer pace = new UploadPacer(1_000, 0, 300, 0);

        assertThat(pace.take(1_300, 0)).isEqualTo(SECOND);
    }
}
