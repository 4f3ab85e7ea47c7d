package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PortChangesTest {
    private static final long START_NANOS = -TimeUnit.SECONDS.toNanos(2);

    private final PortChanges changes = new PortChanges(START_NANOS);
    private long heardMillis;

    @Test
    void comesAfterThreeSecondsOfSilence() {
        heard(8_000);
        assertThat(isDue(10_999)).isFalse();
        assertThat(isDue(11_000)).isTrue();
    }

    @Test
    void isNotDueWhereNobodyWaits() {
        assertThat(changes.isDue(-1, at(60_000))).isFalse();
    }

    @Test
    void comesAgainSoonAFewTimesAndThenAsOftenAsThePathMayTakeToComeBack() {
        assertThat(firstDue(0)).isEqualTo(3_000);
        for (int soon = 1; soon <= PortChanges.MAX_SOON; soon++) {
            assertThat(firstDue(3_000 + 1_000 * (soon - 1))).isEqualTo(3_000 + 1_000 * soon);
        }
        assertThat(firstDue(7_000)).isEqualTo(10_000);
        assertThat(firstDue(10_000)).isEqualTo(13_000);

        heard(14_000);
        assertThat(firstDue(14_000)).as("a silence of its own").isEqualTo(17_000);
        assertThat(firstDue(17_000)).isEqualTo(18_000);
    }

    @Test
    void comesSoonWhereNobodyListensAndNothingIsHeardSince() {
        heard(8_000);
        changes.refused(at(8_100));
        assertThat(isDue(8_499)).isFalse();
        assertThat(isDue(8_500)).isTrue();
        changes.changed(at(8_500));
        assertThat(isDue(9_600)).as("nobody has refused the new port").isFalse();
    }

    @Test
    void doesNotBelieveARefusalAfterWhichTheServerWasHeard() {
        changes.refused(at(8_000));
        heard(8_001);
        assertThat(isDue(9_000)).isFalse();
    }

    @Test
    void asksOnceASecondWhetherSomebodyListens() {
        heard(8_000);
        assertThat(isProbeDue(8_499)).isFalse();
        assertThat(isProbeDue(8_500)).isTrue();
        assertThat(isProbeDue(9_499)).isFalse();
        assertThat(isProbeDue(9_500)).isTrue();
    }

    private boolean isProbeDue(long millis) {
        return changes.isProbeDue(TimeUnit.MILLISECONDS.toNanos(millis - heardMillis), at(millis));
    }

    private void heard(long millis) {
        heardMillis = millis;
    }

    private long firstDue(long fromMillis) {
        long millis = fromMillis;
        while (!isDue(millis)) {
            millis += 100;
        }
        changes.changed(at(millis));
        return millis;
    }

    private boolean isDue(long millis) {
        return changes.isDue(TimeUnit.MILLISECONDS.toNanos(millis - heardMillis), at(millis));
    }

    private static long at(long millis) {
        return START_NANOS + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
