package paloma.transfer.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundedExecutorTest {
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final List<Throwable> mistakes = new ArrayList<>();

    @Test
    void handsOverAFewTasksAtATimeSoThatOthersHaveTheirTurn() {
        BoundedExecutor large = new BoundedExecutor(threads::add, mistakes::add);
        BoundedExecutor small = new BoundedExecutor(threads::add, mistakes::add);
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
        BoundedExecutor bounded = new BoundedExecutor(threads::add, mistakes::add);
        for (int i = 0; i < 10; i++) {
            bounded.execute(() -> done.add("task"));
        }
        bounded.finish(() -> done.add("last"));
        work(100);
        assertThat(done).hasSize(11).endsWith("last").startsWith("task");
    }

    @Test
    void runsTheLastAtOnceWhenThereIsNothingElse() {
        BoundedExecutor bounded = new BoundedExecutor(threads::add, mistakes::add);
        bounded.finish(() -> done.add("last"));
        work(1);
        assertThat(done).containsExactly("last");
    }

    /** As when the program ends: what holds a file must not keep it. */
    @Test
    void runsTheLastItselfWhereTheThreadsTakeNothingMore() {
        BoundedExecutor bounded = new BoundedExecutor(
                task -> {
                    throw new RejectedExecutionException();
                },
                mistakes::add);
        bounded.execute(() -> done.add("task"));
        bounded.finish(() -> done.add("last"));
        assertThat(done).containsExactly("last");
        assertThat(mistakes).isEmpty();
    }

    @Test
    void keepsAllWhileItIsPausedAndTheLastEndsThat() {
        BoundedExecutor bounded = new BoundedExecutor(threads::add, mistakes::add);
        bounded.pause();
        bounded.execute(() -> done.add("task"));
        work(10);
        assertThat(done).isEmpty();
        bounded.finish(() -> done.add("last"));
        work(10);
        assertThat(done).containsExactly("task", "last");
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterATaskThatFailsAndTellsOfEach(Fault fault) {
        BoundedExecutor bounded = new BoundedExecutor(threads::add, mistakes::add);
        for (int i = 0; i < 10; i++) {
            bounded.execute(fault::strike);
        }
        bounded.execute(() -> done.add("after"));
        bounded.finish(() -> done.add("last"));
        work(20);
        assertThat(done).containsExactly("after", "last");
        assertThat(mistakes).hasSize(10);
    }

    @ParameterizedTest
    @EnumSource
    void losesNoTaskThatNoThreadTakesForAWhile(Fault fault) {
        AtomicBoolean broken = new AtomicBoolean(true);
        BoundedExecutor bounded = new BoundedExecutor(
                task -> {
                    if (broken.get()) {
                        throw fault.strike();
                    }
                    threads.add(task);
                },
                mistakes::add);
        bounded.execute(() -> done.add("first"));
        bounded.execute(() -> done.add("second"));
        assertThat(mistakes).hasSize(2);
        broken.set(false);
        bounded.finish(() -> done.add("last"));
        work(10);
        assertThat(done).containsExactly("first", "second", "last");
        assertThat(mistakes).hasSize(2);
    }

    @Test
    void runsOnThreadsThatAreTheCallersOwn() {
        BoundedExecutor bounded = new BoundedExecutor(Runnable::run, mistakes::add);
        bounded.execute(() -> bounded.finish(() -> done.add("last")));
        bounded.execute(() -> done.add("task"));
        assertThat(done).containsExactly("last", "task");
    }

    private void work(int tasks) {
        for (int i = 0; i < tasks && !threads.isEmpty(); i++) {
            threads.remove().run();
        }
    }
}
