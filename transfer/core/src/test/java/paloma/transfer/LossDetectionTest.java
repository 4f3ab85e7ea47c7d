package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.transfer.Piece.FileBytes;
import paloma.transfer.Piece.Padding;
import paloma.transfer.congestion.CongestionControl;

/** A path of 80 ms without jitter, so that a packet is lost at 90 ms (an eighth more). */
class LossDetectionTest {
    private static final long MILLI = 1_000_000;
    private static final long START_NANOS = 77_000_000_000L;
    private static final long RTT_MILLIS = 80;
    private static final int BYTES = 1_200;

    private final RttEstimator rtt = new RttEstimator();
    private final SentPackets packets = new SentPackets(new Macroflow(CongestionControl.cubic(1_472)));
    private final PathMtu mtu = new PathMtu(BYTES, BYTES, 1_472);
    private final LossTally tally = new LossTally();
    private final OutChunks chunks = new OutChunks(0, 1, new NoSource());
    private final SendQueue queue =
            new SendQueue(new TestKeys(), 0, chunks, new OutHashes(0, new NoSource()), mtu, rtt, packets, tally);
    private final LossDetection losses = new LossDetection(packets, rtt, mtu, queue, tally);

    LossDetectionTest() {
        for (int i = 0; i < 200; i++) {
            rtt.sample(RTT_MILLIS * MILLI, 0);
        }
        mtu.limit(BYTES); // nothing to probe
    }

    @Test
    void losesNothingThatNoLaterPacketHasOvertaken() {
        send(0);
        send(1);
        losses.detect(at(60_000));
        assertThat(tally.lostPackets()).isZero();
        assertThat(losses.wakeNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void losesWhatIsOlderThanAnyThatStillCameOnceALaterOneHasArrived() {
        long first = send(0);
        long second = send(1);
        arrive(second, 81);
        losses.detect(at(81));
        assertThat(packets.isInFlight(first)).isTrue();
        assertThat(losses.wakeNanos()).isEqualTo(at(90));

        losses.onTime(at(90) - 1);
        assertThat(tally.lostPackets()).isZero();
        losses.onTime(at(90));
        assertThat(tally.lostPackets()).isEqualTo(1);
        assertThat(packets.isInFlight(first)).isFalse();
        assertThat(losses.wakeNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void sendsAgainWhatWasLost() {
        send(0);
        assertThat(queue.wakeNanos()).isEqualTo(Long.MAX_VALUE);
        arrive(send(1), 81);
        losses.detect(at(200));
        assertThat(queue.wakeNanos()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void losesWhatThreeLaterPacketsHaveOvertakenOnAPathThatHasNeverReordered() {
        long lost = sendInOrder();
        arrive(lost + 2, 81);
        losses.detect(at(81));
        assertThat(packets.isInFlight(lost)).isTrue();
        arrive(lost + 3, 81);
        losses.detect(at(81));
        assertThat(packets.isInFlight(lost)).isFalse();
        assertThat(packets.isInFlight(lost + 1)).isTrue();
    }

    @Test
    void waitsForItsTimeOnAPathThatHasReordered() {
        tally.overtaken();
        long late = sendInOrder();
        arrive(late + 3, 81);
        losses.detect(at(81));
        assertThat(packets.isInFlight(late)).isTrue();
        losses.detect(at(92));
        assertThat(packets.isInFlight(late)).isFalse();
    }

    @Test
    void waitsLongerWherePacketsHaveComeThatLate() {
        long late = send(0);
        rtt.age(240 * MILLI, at(0));
        arrive(send(1), 81);
        losses.detect(at(249));
        assertThat(packets.isInFlight(late)).isTrue();
        losses.detect(at(250));
        assertThat(packets.isInFlight(late)).isFalse();
    }

    @Test
    void losesNothingThatLeftAfterTheLargestThatArrived() {
        long first = send(0);
        long after = send(1);
        arrive(first, 80);
        losses.detect(at(10_000));
        assertThat(packets.isInFlight(after)).isTrue();
    }

    @Test
    void countsARunOfLostPacketsAsOneEvent() {
        for (int i = 0; i < 3; i++) {
            send(i);
        }
        arrive(send(3), 83);
        send(4);
        arrive(send(5), 85);
        losses.detect(at(300));
        assertThat(tally.lostPackets()).isEqualTo(4);
        assertThat(tally.lossEvents()).isEqualTo(2);
        assertThat(tally.lostBytes()).isEqualTo(4 * BYTES);
    }

    @Test
    void countsWhatArrivedInTheOrderInWhichItLeft() {
        send(0);
        arrive(send(1), 81);
        losses.detect(at(81));
        assertThat(tally.decidedPackets()).isZero();
        losses.detect(at(90));
        assertThat(tally.decidedPackets()).isEqualTo(1);
        assertThat(tally.decidedAgeNanos()).isEqualTo(RTT_MILLIS * MILLI);
    }

    @Test
    void takesALostProbeOfTheSizeForNoCongestion() {
        PathMtu probing = new PathMtu(BYTES, BYTES, 1_472);
        LossDetection detection = new LossDetection(packets, rtt, probing, queue, tally);
        assertThat(probing.wanted()).isEqualTo(1_472);
        long probe = packets.next();
        probing.sent(probe);
        packets.add(at(0), Padding.PADDING, 1_472);
        long behind = send(1);
        arrive(send(2), 82);

        detection.detect(at(91));
        assertThat(packets.isInFlight(behind)).isFalse(); // it did not wait for the probe
        detection.detect(at(92));
        assertThat(packets.isInFlight(probe)).isFalse();
        assertThat(packets.inFlightBytes()).isZero();
        assertThat(tally.lostPackets()).isEqualTo(1);
        assertThat(probing.wanted()).isEqualTo(1_472);
    }

    @Test
    void forgetsWhatWasLostOnceNoLateWordOfItIsToBeExpected() {
        send(0);
        arrive(send(1), 81);
        losses.detect(at(90));
        assertThat(packets.lowest()).isZero();
        losses.detect(at(3 * 90 + 1));
        assertThat(packets.lowest()).isEqualTo(packets.next());
    }

    /** Sends 516 packets at once, of which 512 arrive; returns the first of those that have not. */
    private long sendInOrder() {
        for (int i = 0; i < 516; i++) {
            send(0);
        }
        for (int i = 0; i < 512; i++) {
            arrive(i, 80);
        }
        return 512;
    }

    private long send(long millis) {
        long number = packets.next();
        packets.add(at(millis), new FileBytes(0, 1_000), BYTES);
        return number;
    }

    private void arrive(long number, long millis) {
        long age = at(millis) - packets.sentNanos(number);
        rtt.age(age, at(millis));
        packets.settled(number, age);
    }

    private static long at(long millis) {
        return START_NANOS + millis * MILLI;
    }

    private static final class NoSource implements ChunkSource {
        @Override
        public void read(int index, boolean mayBeHole) {
            throw new AssertionError("an empty file");
        }

        @Override
        public void hash(int index) {
            throw new AssertionError("an empty file");
        }

        @Override
        public void root(byte[][] hashes) {}

        @Override
        public void release(byte[] buffer) {}
    }
}
