package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParityNeedTest {
    private static final long MILLIS = 1_000_000;

    private final ParityNeed need = new ParityNeed();
    private int highest = 70_000;
    private int lost = 3;

    private void report(int packets, int newLost, long tripMillis) {
        highest += packets;
        lost += newLost;
        need.reported(highest, lost, tripMillis * MILLIS);
    }

    private void reports(int times, int packets, int newLost) {
        for (int i = 0; i < times; i++) {
            report(packets, newLost, 44);
        }
    }

    @Test
    void isThereWhereMuchIsLostAndTimeIsShort() {
        need.holds(60 * MILLIS);
        reports(3, 172, 9);
        assertThat(need.isThere(false)).isTrue();
    }

    @Test
    void isNotThereWhereNothingIsLost() {
        need.holds(60 * MILLIS);
        reports(20, 172, 0);
        assertThat(need.isThere(false)).isFalse();
        assertThat(need.isThere(true)).isFalse();
    }

    @Test
    void isNotThereWhereThereIsTimeToAskTwice() {
        need.holds(120 * MILLIS);
        reports(10, 172, 9);
        assertThat(need.isThere(true)).isFalse();
        need.holds(93 * MILLIS);
        assertThat(need.isThere(true)).isFalse();
        need.holds(92 * MILLIS);
        assertThat(need.isThere(true)).isTrue();
    }

    @Test
    void isNotThereAsLongAsDelayOrRoundTripAreUnknown() {
        reports(10, 172, 9);
        assertThat(need.isThere(true)).isFalse();

        ParityNeed tripless = new ParityNeed();
        tripless.holds(60 * MILLIS);
        for (int i = 0; i < 10; i++) {
            tripless.reported(172 * i, 9 * i, 0);
        }
        assertThat(tripless.isThere(true)).isFalse();
    }

    @Test
    void takesLessToGoOnThanToBegin() {
        need.holds(60 * MILLIS);
        reports(20, 1_000, 7);
        assertThat(need.isThere(false)).isFalse();
        assertThat(need.isThere(true)).isTrue();
        reports(20, 1_000, 4);
        assertThat(need.isThere(true)).isFalse();
    }

    /** One loss among the first packets is a large share of them, and none of the path's. */
    @Test
    void makesNothingOfAFewPackets() {
        need.holds(60 * MILLIS);
        reports(2, 17, 1);
        assertThat(need.isThere(true)).isFalse();
        reports(1, 172, 0);
        assertThat(need.isThere(true)).isFalse();
    }

    @Test
    void forgets() {
        need.holds(60 * MILLIS);
        reports(10, 172, 17);
        assertThat(need.isThere(false)).isTrue();
        reports(16, 172, 0);
        assertThat(need.isThere(true)).isFalse();
    }

    /** A listener that began anew counts from other numbers, and what is forged has any. */
    @Test
    void makesNothingOfNumbersThatLeap() {
        need.holds(60 * MILLIS);
        reports(5, 172, 0);
        report(-60_000, 1_000, 44);
        reports(5, 172, 0);
        report(172, -5_000, 44);
        report(0, 100_000, 44);
        assertThat(need.isThere(true)).isFalse();
    }

    /** One report that waited somewhere is no longer path. */
    @Test
    void smoothsTheRoundTrip() {
        need.holds(120 * MILLIS);
        reports(10, 172, 9);
        report(172, 9, 120);
        assertThat(need.isThere(true)).isFalse();
        for (int i = 0; i < 20; i++) {
            report(172, 9, 120);
        }
        assertThat(need.isThere(true)).isTrue();
    }
}
