package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.transfer.wire.Ack;

class ReceivedPacketsTest {
    private final ReceivedPackets received = new ReceivedPackets();

    @Test
    void countsWhatIsMissingBelowTheLargest() {
        for (int number : new int[] {0, 1, 4, 4}) {
            received.add(number, 0);
        }
        assertThat(received.sent()).isEqualTo(5);
        assertThat(received.missing()).isEqualTo(2);
        assertThat(received.count()).isEqualTo(4);
    }

    @Test
    void tellsACopyFromTheFirstOfItsNumber() {
        assertThat(received.add(3, 0)).isTrue();
        assertThat(received.add(2, 0)).isTrue();
        assertThat(received.add(3, 0)).isFalse();
    }

    @Test
    void tellsRangesFromTheHighestDown() {
        for (int number : new int[] {0, 1, 2, 5, 8, 9}) {
            received.add(number, 0);
        }
        assertThat(received.ranges()).containsExactly(9, 8, 5, 5, 2, 0);
    }

    @Test
    void tellsNoMoreRangesThanAnAcknowledgementHolds() {
        for (int number = 0; number < 1_000; number += 2) {
            received.add(number, 0);
        }
        assertThat(received.ranges()).hasSize(2 * Ack.MAX_RANGES).startsWith(998, 998);
    }

    @Test
    void remembersWhenTheLargestCame() {
        received.add(5, 100);
        received.add(4, 200);
        assertThat(received.largestNanos()).isEqualTo(100);
    }
}
