package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.transfer.Piece.FileBytes;
import paloma.transfer.congestion.CongestionControl;

class SentPacketsTest {
    private static final int BYTES = 1_200;

    private final SentPackets packets = new SentPackets(new Macroflow(CongestionControl.cubic(1_472)));

    @Test
    void remembersEachPacketWhileItsRingGrows() {
        for (int i = 0; i < 700; i++) {
            send();
            settle(i);
        }
        packets.forgetBefore(Long.MIN_VALUE);
        assertThat(packets.lowest()).isEqualTo(700);

        for (int i = 700; i < 10_000; i++) {
            send();
        }
        for (long number = 700; number < 10_000; number++) {
            assertThat(packets.piece(number)).isEqualTo(piece(number));
            assertThat(packets.sentNanos(number)).isEqualTo(sent(number));
            assertThat(packets.bytes(number)).isEqualTo(BYTES);
            assertThat(packets.delivered(number)).isEqualTo(700L * BYTES);
            assertThat(packets.isInFlight(number)).isTrue();
        }
        assertThat(packets.inFlightBytes()).isEqualTo(9_300L * BYTES);
    }

    @Test
    void countsAPacketThatArrivesThoughItWasTakenForLostAsDelivered() {
        send();
        send();
        packets.lost(0);
        assertThat(packets.inFlightBytes()).isEqualTo(BYTES);
        settle(0);
        assertThat(packets.inFlightBytes()).isEqualTo(BYTES);
        assertThat(packets.deliveredBytes()).isEqualTo(BYTES);
        assertThat(packets.ageNanos(0)).isEqualTo(5);
    }

    @Test
    void keepsALostPacketUntilNoLateWordOfItIsToBeExpected() {
        send();
        send();
        packets.lost(0);
        settle(1);
        packets.forgetBefore(sent(0));
        assertThat(packets.lowest()).isZero();
        packets.forgetBefore(sent(0) + 1);
        assertThat(packets.lowest()).isEqualTo(2);
    }

    @Test
    void readsANumberFromItsLowBitsNearThoseThatWereSent() {
        for (int i = 0; i < 5; i++) {
            send();
        }
        assertThat(packets.unwrap(3)).isEqualTo(3);
        assertThat(packets.unwrap(9)).isEqualTo(9);
        assertThat(packets.unwrap(-1)).isEqualTo(-1);
        assertThat(packets.hasSent(4)).isTrue();
        assertThat(packets.hasSent(5)).isFalse();
        assertThat(packets.hasSent(-1)).isFalse();
    }

    @Test
    void knowsWhenTheLargestThatArrivedHadLeft() {
        for (int i = 0; i < 3; i++) {
            send();
        }
        assertThat(packets.largestAcked()).isEqualTo(-1);
        settle(2);
        settle(0);
        assertThat(packets.largestAcked()).isEqualTo(2);
        assertThat(packets.largestAckedSentNanos()).isEqualTo(sent(2));
    }

    private void send() {
        long number = packets.next();
        packets.add(sent(number), piece(number), BYTES);
    }

    private void settle(long number) {
        packets.settled(number, 5);
    }

    private static FileBytes piece(long number) {
        return new FileBytes(number * 1_000, 1_000);
    }

    private static long sent(long number) {
        return -1_000_000 + number * 10;
    }
}
