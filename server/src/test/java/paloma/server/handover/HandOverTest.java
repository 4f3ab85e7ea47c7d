package paloma.server.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandOverTest {
    @Test
    void losesAndDoublesNothingBetweenThreads() throws InterruptedException {
        HandOver<Integer> hand = new HandOver<>(60_000, 600_000);
        List<Thread> producers = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            producers.add(new Thread(() -> produce(hand, 20_000)));
        }
        producers.forEach(Thread::start);
        long sum = 0;
        for (int taken = 0; taken < 60_000; ) {
            Integer item = hand.poll();
            if (item == null) {
                hand.await(TimeUnit.SECONDS.toNanos(10));
            } else {
                taken++;
                sum += item;
                hand.free(10);
            }
        }
        for (Thread producer : producers) {
            producer.join();
        }
        assertThat(sum).isEqualTo(3L * 20_000 * 20_001 / 2);
        assertThat(hand.isBelow(1)).isTrue();
    }

    @Test
    void boundsItemsAndBytes() {
        HandOver<String> hand = new HandOver<>(2, 100);
        assertThat(hand.reserve(101)).isFalse();
        assertThat(hand.reserve(100)).isTrue();
        assertThat(hand.reserve(1)).isFalse();
        assertThat(hand.reserve(0)).isTrue();
        assertThat(hand.reserve(0)).isFalse();
        hand.free(100);
        assertThat(hand.reserve(100)).isTrue();
    }

    private static void produce(HandOver<Integer> hand, int count) {
        for (int i = 1; i <= count; i++) {
            if (hand.reserve(10)) {
                hand.add(i);
            }
        }
    }
}
