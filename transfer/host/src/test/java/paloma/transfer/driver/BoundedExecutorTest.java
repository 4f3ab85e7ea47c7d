package paloma.transfer.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class BoundedExecutorTest {
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();

    @Test
    void handsOverAFewTasksAtATimeSoThatOthersHaveTheirTurn() {
        BoundedExecutor large = new BoundedExecutor(threads::add);
        BoundedExecutor small = new BoundedExecutor(threads::add);
        for (int i = 0; i < 1_000; i++) {
            large.execute(() -> done.add("large"));
        }
        small.execute(() -> done.add("small"));
        assertThat(threads).hasSizeLessThan(10);
        work(10);
        assertThat(done).contains("small");
        work(1_000);
        assertThat(done).hasSize(1_001);
        assertThat(threads).isEmpty();
    }

    @Test
    void runsTheLastWhenAllOthersHaveEnded() {
        BoundedExecutor lane = new BoundedExecutor(threads::add);
        for (int i = 0; i < 10; i++) {
            lane.execute(() -> done.add("task"));
        }
        lane.finish(() -> done.add("last"));
        work(100);
        assertThat(done).hasSize(11).endsWith("last").startsWith("task");
    }

    @Test
    void runsTheLastAtOnceWhenThereIsNothingElse() {
        BoundedExecutor lane = new BoundedExecutor(threads::add);
        lane.finish(() -> done.add("last"));
        work(1);
        assertThat(done).containsExactly("last");
    }

    @Test
    void goesOnAfterATaskThatFails() {
        BoundedExecutor lane = new BoundedExecutor(threads::add);
        for (int i = 0; i < 10; i++) {
            lane.execute(() -> {
                throw new IllegalStateException("as a test has it");
            });
        }
        lane.execute(() -> done.add("after"));
        work(20);
        assertThat(done).containsExactly("after");
    }

    @Test
    void forgetsWhatThreadsThatHaveEndedDoNotTake() {
        BoundedExecutor lane = new BoundedExecutor(task -> {
            throw new RejectedExecutionException();
        });
        lane.execute(() -> done.add("task"));
        lane.finish(() -> done.add("last"));
        assertThat(done).isEmpty();
    }

    private void work(int tasks) {
        for (int i = 0; i < tasks && !threads.isEmpty(); i++) {
            try {
                threads.remove().run();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("as a test has it");
            }
        }
    }
}
