package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.wire.DatagramSizes;

/** Two senders that share a flow, by hand. */
class MacroflowTest {
    private static final int BYTES = DatagramSizes.ETHERNET_BYTES;
    private static final int WINDOW_PACKETS = 10;
    private static final long MILLI = 1_000_000;

    private final Macroflow flow = new Macroflow(CongestionControl.cubic(BYTES));
    private final One one = new One();
    private final One other = new One();
    private long now = 1_000 * MILLI;

    /** A sender without a file. */
    private final class One {
        private final SentPackets packets = new SentPackets(flow);
        private final PathMtu mtu = new PathMtu(BYTES, BYTES, BYTES);
        private final SendLimits limits = new SendLimits(flow, packets, mtu, now);

        void send(int count) {
            for (int i = 0; i < count; i++) {
                packets.add(now, Piece.Padding.PADDING, BYTES);
                limits.sent(BYTES, now);
            }
        }

        /** Hears of all that it has sent. */
        boolean hear(long arrivalMicros) {
            NewlyAcked acked = new NewlyAcked(now, packets.largestAcked());
            for (long n = packets.lowest(); n < packets.next(); n++) {
                acked.add(n, packets.sentNanos(n), BYTES, packets.delivered(n));
                packets.settled(n, now - packets.sentNanos(n));
            }
            packets.forgetBefore(now);
            boolean limited = acked.sample(flow, new LossTally(), arrivalMicros).appLimited();
            limits.onAck(acked, new LossTally(), arrivalMicros, false);
            return limited;
        }
    }

    @Test
    void whatOneHasInFlightTheOtherHasNoRoomFor() {
        one.send(WINDOW_PACKETS);
        other.send(2); // so that it hears of the path
        assertThat(other.limits.hasRoom(now)).isFalse();
        assertThat(other.limits.ownWindowBytes()).isZero();
        now += 50 * MILLI;
        one.hear(0);
        assertThat(other.limits.hasRoom(now)).isTrue();
    }

    @Test
    void oneThatEndsGivesItsPartOfTheWindowBack() {
        one.send(WINDOW_PACKETS);
        other.send(2);
        one.limits.close();
        assertThat(flow.inFlightBytes()).isEqualTo(2 * BYTES);
        assertThat(other.limits.hasRoom(now)).isTrue();
    }

    @Test
    void countsWhatAllHaveDelivered() {
        one.send(3);
        other.send(2);
        one.hear(0);
        other.send(1);
        assertThat(other.packets.delivered(2)).isEqualTo(3 * BYTES);
        assertThat(other.packets.deliveredBytes()).isZero();
    }

    @Test
    void isHeldBackBySendersOnlyWhenNoneHasAnythingToSend() {
        one.send(2);
        other.send(2);
        one.limits.idle(now);
        assertThat(one.hear(0)).isFalse();
        one.send(1);
        one.limits.idle(now);
        other.limits.idle(now);
        assertThat(one.hear(0)).isTrue();
    }

    @Test
    void theSilenceOfOneIsNotThatOfThePath() {
        one.send(2);
        other.send(2);
        long since = now;
        now += 50 * MILLI;
        other.hear(0);
        long window = flow.congestion().windowBytes();
        one.limits.onSilence(2, since);
        assertThat(flow.congestion().windowBytes()).isEqualTo(window);
        one.limits.onSilence(2, now);
        assertThat(flow.congestion().windowBytes()).isLessThan(window);
    }

    @Test
    void allReadOneClockAlthoughAnotherHostHasAnother() {
        one.send(1);
        one.hear(5_000_000_000L);
        now += 20 * MILLI;
        long expected = flow.arrivalMicros(0, now);
        assertThat(expected).isEqualTo(5_000_020_000L);
        assertThat(read((int) 5_000_020_400L, expected)).isEqualTo(5_000_020_400L);
        assertThat(read((int) 5_000_019_800L, expected)).isEqualTo(5_000_019_800L);
        assertThat(read(77, expected)).isEqualTo(expected);
    }

    private static long read(int wireMicros, long expected) {
        ArrivalClock clock = new ArrivalClock();
        clock.begin(wireMicros, expected);
        clock.take(wireMicros);
        long first = clock.micros();
        clock.take(wireMicros + 300);
        assertThat(clock.micros()).isEqualTo(first + 300);
        return first;
    }
}
