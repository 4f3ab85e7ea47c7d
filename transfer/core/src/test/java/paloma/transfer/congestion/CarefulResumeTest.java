package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** A path that carried ten packets each millisecond, 50 ms there and back. */
class CarefulResumeTest {
    private static final double RATE = 10_000.0 * Sample.PACKET;
    private static final double RTT_NANOS = 50e6;
    private static final SavedPath SAVED = new SavedPath(RATE, (long) RTT_NANOS, 0.1, 1e-5);

    private final RecentRate recent = new RecentRate();
    private CarefulResume resume = new CarefulResume(SAVED, Tuning.STANDARD.resume());
    private AckSample last;
    private double now = 50;
    private long delivered;

    @Test
    void resumesNothingWhereNothingIsSaved() {
        resume = new CarefulResume(SavedPath.UNKNOWN, Tuning.STANDARD.resume());
        assertThat(first(RATE, RTT_NANOS)).isFalse();
        assertThat(resume.isOver()).isTrue();
        assertThat(resume.window(1, 1, 0)).isEqualTo(1);
        assertThat(resume.limitRate()).isEqualTo(Double.MAX_VALUE);
    }

    @Test
    void resumesNothingWhereAnyStartIsAsFar() {
        resume = new CarefulResume(new SavedPath(RATE / 5, (long) RTT_NANOS, 0, 0), Tuning.STANDARD.resume());
        assertThat(first(RATE, RTT_NANOS)).isFalse();
        assertThat(resume.isOver()).isTrue();
    }

    @Test
    void jumpsToHalfTheSavedRateWhereTheTrainTellsNothing() {
        assertThat(first(0, RTT_NANOS)).isTrue();
        assertThat(jump()).isEqualTo(RATE / 2);
        assertThat(resume.limitRate()).isEqualTo(RATE);
    }

    @Test
    void jumpsToWhatTheTrainTellsButNeverBeyondTheSavedRate() {
        first(0.9 * RATE, RTT_NANOS);
        assertThat(jump()).isEqualTo(0.9 * RATE);
        first(1.2 * RATE, RTT_NANOS);
        assertThat(jump()).isEqualTo(RATE);
    }

    @Test
    void doesNotBelieveATrainThatWasReadLate() {
        first(2.4 * RATE, RTT_NANOS);
        assertThat(jump()).isEqualTo(RATE / 2);
    }

    @Test
    void startsAsOnAnyPathWhereTheRoundTripIsAnotherOrSomebodysQueueStands() {
        assertThat(first(RATE, 24e6)).isFalse();
        assertThat(first(RATE, 67e6)).isFalse();
        assertThat(jump()).isZero();
        assertThat(resume.isOver()).isFalse();
        assertThat(follow(1, 1)).isFalse();
        assertThat(resume.isOver()).isTrue();
    }

    @Test
    void tellsOnceThatThePathIsTakenUp() {
        assertThat(first(0, RTT_NANOS)).isTrue();
        assertThat(first(0, RTT_NANOS)).isFalse();
    }

    @Test
    void isValidatedByWhatArrivesAsFastForTwentyMilliseconds() {
        first(0, RTT_NANOS);
        follow(1, 1);
        follow(19, 1);
        assertThat(resume.isValidated(last, recent)).isFalse();
        follow(1, 1);
        assertThat(resume.isValidated(last, recent)).isTrue();
        resume.end();
        assertThat(resume.isOver()).isTrue();
        assertThat(resume.isValidated(last, recent)).isFalse();
    }

    @Test
    void isNotValidatedByLessThanNineTenths() {
        first(0, RTT_NANOS);
        follow(40, 1.2);
        assertThat(resume.isValidated(last, recent)).isFalse();
        assertThat(resume.isOver()).isFalse();
    }

    @Test
    void isNotValidatedByWhatAHostReadLate() {
        first(0, RTT_NANOS);
        follow(60, 0.5);
        assertThat(resume.isValidated(last, recent)).isFalse();
    }

    @Test
    void tellsAQueueFromAHostThatStandsStill() {
        first(0, RTT_NANOS);
        follow(1, 1);
        assertThat(resume.isQueue(last, false)).isFalse();
        follow(25, 1);
        assertThat(resume.isQueue(last, true)).isFalse();
        follow(1, 1);
        assertThat(resume.isQueue(last, true)).isTrue();
    }

    @Test
    void believesAtOnceThatAQueueStandsWhereNothingIsResumed() {
        resume.end();
        follow(1, 1);
        assertThat(resume.isQueue(last, true)).isTrue();
        assertThat(resume.isQueue(last, false)).isFalse();
    }

    @Test
    void believesNoMoreThanWasSavedUntilThatHasArrived() {
        first(0, RTT_NANOS);
        assertThat(resume.window(2 * RATE, 0.05, 0)).isEqualTo(0.05 * RATE);
        assertThat(resume.window(0.04 * RATE, 0.05, 0)).isEqualTo(0.04 * RATE);
        resume.end();
        assertThat(resume.window(2 * RATE, 0.05, 0)).isEqualTo(2 * RATE);
    }

    @Test
    void sendsWhatIsLostAsWellOverARoundTripNoLongerThanTheSavedOne() {
        first(0, RTT_NANOS);
        assertThat(resume.window(0, 0.05, 0.2)).isCloseTo(RATE / 2 * 0.05 / 0.8, within(1e-6));
        assertThat(resume.window(0, 0.06, 0)).isCloseTo(RATE / 2 * 0.05, within(1e-6));
    }

    /** Returns the bytes a second that the window is opened to, over 50 ms. */
    private double jump() {
        return Math.rint(resume.window(0, 0.05, 0) / 0.05);
    }

    /** A packet of the first flight. */
    private boolean first(double trainRate, double rttNanos) {
        return ack(0, 0, trainRate, rttNanos);
    }

    private boolean follow(int count, double apartMillis) {
        boolean resumed = false;
        for (int i = 0; i < count; i++) {
            resumed |= ack(apartMillis, Sample.PACKET, 0, RTT_NANOS);
        }
        return resumed;
    }

    private boolean ack(double apartMillis, long deliveredAtSend, double trainRate, double rttNanos) {
        now += apartMillis;
        delivered += 10 * Sample.PACKET;
        last = new Sample()
                .at(now)
                .delivered(delivered)
                .deliveredAtSend(deliveredAtSend)
                .arrived(now)
                .build();
        recent.onAck(last);
        return resume.onAck(last, trainRate, rttNanos);
    }
}
