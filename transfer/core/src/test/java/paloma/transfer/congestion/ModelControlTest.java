package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The rules that join the parts, on a path of 10 MB/s and 50 ms whose queue the test sets. */
class ModelControlTest {
    private static final double RATE = 10e6;
    private static final double BASE_MILLIS = 50;
    private static final int PACKETS_A_ROUND = (int) (RATE * BASE_MILLIS / 1e3 / Sample.PACKET);

    private final ModelControl control = new ModelControl(Sample.PACKET, SavedPath.UNKNOWN, Tuning.STANDARD);
    private double now = 1_000;
    private long delivered;

    @Test
    void sendsTheFirstFlightAsATrain() {
        assertThat(control.windowBytes()).isEqualTo(32L * Sample.PACKET);
        assertThat(control.pacingRate()).isEqualTo(125e6);
        assertThat(control.deliveryRate()).isZero();
    }

    @Test
    void pacesTheStartOverTheLeastRoundTrip() {
        control.onAck(new Sample().at(now).rtt(BASE_MILLIS).build());
        assertThat(control.pacingRate()).isCloseTo(1.3 * control.windowBytes() / 0.05, within(100.0));
    }

    @Test
    void endsTheStartWhereTheQueueBuilds() {
        start();
        assertThat(control.deliveryRate()).isCloseTo(RATE, within(0.1 * RATE));
    }

    @Test
    void goesOnWithTheStartWhereLessIsInFlightThanTheWindowLets() {
        pass(2, 0, 0, 0);
        pass(1, 20, 0, 0);
        assertThat(control.deliveryRate()).isZero();
    }

    @Test
    void endsTheStartWhereTheRateHasStoppedGrowing() {
        pass(4, 0, 0, 0);
        assertThat(control.deliveryRate()).isZero();
        pass(1, 0, 0, 0);
        assertThat(control.deliveryRate()).isCloseTo(RATE, within(0.1 * RATE));
    }

    @Test
    void keepsInFlightWhatThePathHoldsAndASmallQueue() {
        start();
        pass(20, 4, 0, 1);
        double path = control.deliveryRate() * (0.05 + 0.0015);
        double queue = 14 * Math.sqrt(control.deliveryRate());
        assertThat((double) control.windowBytes()).isBetween(path, path + 2 * queue);
    }

    @Test
    void keepsItsWindowThoughOneInAHundredIsLostFromTheStart() {
        pass(2, 0, 3, 1);
        pass(1, 8, 3, 1);
        pass(20, 4, 3, 1);
        long before = control.windowBytes();
        pass(20, 4, 3, 1);
        assertThat(control.windowBytes()).isGreaterThan((long) (0.9 * before));
    }

    @Test
    void sendsFasterBySoMuchAsThePathAlwaysLoses() {
        pass(2, 0, 34, 1);
        pass(1, 20, 34, 1);
        pass(8, 4, 34, 1);
        assertThat(control.pacingRate()).isGreaterThan(1.2 * control.deliveryRate() / (1 - 0.08));
    }

    @Test
    void makesRoomWhereAFullQueueLoses() {
        start();
        pass(10, 4, 0, 1);
        long before = control.windowBytes();
        pass(4, 40, 34, 1);
        assertThat(control.windowBytes()).isLessThan((long) (0.75 * before));
    }

    @Test
    void forgetsARateThatLosesMoreThanAFifth() {
        start();
        pass(10, 4, 0, 1);
        double before = control.deliveryRate();
        slow(2, 0.5);
        assertThat(control.deliveryRate()).isLessThan(0.7 * before);
    }

    @Test
    void beginsAnewAfterThreeTimeoutsInARow() {
        start();
        long before = control.windowBytes();
        control.onSilence(1);
        control.onSilence(2);
        assertThat(control.windowBytes()).isEqualTo(before);
        control.onSilence(3);
        assertThat(control.windowBytes()).isEqualTo(4L * Sample.PACKET);
        assertThat(control.deliveryRate()).isZero();
    }

    @Test
    void staysATrainWhereTheFirstFlightIsNeverAnswered() {
        control.onSilence(3);
        assertThat(control.pacingRate()).isEqualTo(125e6);
    }

    @Test
    void goesOnWithTheStartWhereTheQueueThatEndedItWasABusyHost() {
        start(4);
        assertThat(control.deliveryRate()).isPositive();
        pass(4, 0, 0, 1);
        assertThat(control.deliveryRate()).isZero();
    }

    @Test
    void keepsAWindowOfTwoPacketsOnThePoorestPath() {
        start();
        slow(40, 0.001);
        assertThat(control.windowBytes()).isEqualTo(2L * Sample.PACKET);
    }

    @Test
    void countsInTheDatagramsThatLeave() {
        control.datagramBytes(65_488);
        start();
        slow(40, 0.001);
        assertThat(control.windowBytes()).isEqualTo(2L * 65_488);
    }

    @Test
    void beginsAnewWhereWhatWasOnItsWayWasLostInASilence() {
        start();
        control.onSilence(1);
        lose(PACKETS_A_ROUND);
        assertThat(control.windowBytes()).isBetween(4L * Sample.PACKET, 6L * Sample.PACKET);
        assertThat(control.deliveryRate()).isZero();
        pass(6, 0, 0, 1);
        assertThat((double) control.windowBytes()).isGreaterThan(RATE * BASE_MILLIS / 1e3);
    }

    @Test
    void goesOnAsBeforeWhereASilenceCostLittle() {
        start();
        double before = control.deliveryRate();
        control.onSilence(1);
        lose(PACKETS_A_ROUND / 20);
        assertThat(control.deliveryRate()).isEqualTo(before);
    }

    /** The answer to a probe, which tells what became of the packets before. */
    private void lose(int packets) {
        now += BASE_MILLIS;
        delivered += Sample.PACKET;
        control.onAck(new Sample()
                .at(now)
                .lost(packets)
                .rtt(BASE_MILLIS)
                .delivered(delivered)
                .deliveredAtSend(delivered - Sample.PACKET)
                .sent(now - BASE_MILLIS)
                .arrived(now - BASE_MILLIS / 2)
                .build());
    }

    private void start() {
        start(8);
    }

    /** A round trip on the empty path, and one with a queue, which ends the start. */
    private void start(double queueMillis) {
        pass(1, 0, 0, 1);
        pass(1, queueMillis, 0, 1);
    }

    /**
     * @param queueMillis how long packets wait
     * @param lost packets of each round trip
     * @param inFlight of the window
     */
    private void pass(int rounds, double queueMillis, int lost, double inFlight) {
        for (int i = 0; i < rounds; i++) {
            round(queueMillis, PACKETS_A_ROUND - lost, lost, inFlight);
        }
    }

    /** The path has come down to a part of its rate; what it does not carry is lost. */
    private void slow(int rounds, double part) {
        for (int i = 0; i < rounds; i++) {
            int packets = Math.max(1, (int) (part * PACKETS_A_ROUND));
            round(4, packets, PACKETS_A_ROUND - packets, 1);
        }
    }

    private void round(double queueMillis, int packets, int lost, double inFlight) {
        long deliveredAtSend = delivered;
        int steps = Math.min(packets, 20);
        double start = now;
        for (int i = 1; i <= steps; i++) {
            int count = packets * i / steps - packets * (i - 1) / steps;
            int lostNow = lost * i / steps - lost * (i - 1) / steps;
            now = start + BASE_MILLIS * i / steps;
            delivered += (long) count * Sample.PACKET;
            control.onAck(new Sample()
                    .at(now)
                    .packets(count)
                    .lost(lostNow)
                    .rtt(BASE_MILLIS + queueMillis)
                    .delivered(delivered)
                    .deliveredAtSend(deliveredAtSend)
                    .sent(now - BASE_MILLIS - queueMillis)
                    .arrived(now - BASE_MILLIS / 2)
                    .inFlight((long) (inFlight * control.windowBytes()))
                    .build());
        }
    }
}
