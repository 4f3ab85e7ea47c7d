package paloma.server.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
        Supplier<String> item = () -> "item";
        assertThat(hand.offer(101, item)).isFalse();
        assertThat(hand.offer(100, item)).isTrue();
        assertThat(hand.offer(1, item)).isFalse();
        assertThat(hand.offer(0, item)).isTrue();
        assertThat(hand.offer(0, item)).isFalse();
        hand.free(100);
        assertThat(hand.offer(100, item)).isTrue();
    }

    @Test
    void keepsItsRoomWhereAnItemCannotBeMade() {
        HandOver<String> hand = new HandOver<>(1, 10);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> hand.offer(10, () -> {
                        throw new StackOverflowError("a test");
                    }))
                    .isInstanceOf(StackOverflowError.class);
        }
        assertThat(hand.poll()).isNull();
        assertThat(hand.offer(10, () -> "item")).isTrue();
        assertThat(hand.poll()).isEqualTo("item");
    }

    private static void produce(HandOver<Integer> hand, int count) {
        for (int i = 1; i <= count; i++) {
            int item = i;
            hand.offer(10, () -> item);
        }
    }
}
