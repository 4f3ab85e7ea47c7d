package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DiskThreadsTest {
    private static final DiskThreads.Action NOTHING = () -> {};

    @Test
    void tellWhatBecameOfEach() {
        IOException first = new IOException("first");
        IOException last = new IOException("last");
        assertThat(DiskThreads.run(List.of(
                        () -> {
                            throw first;
                        },
                        NOTHING,
                        () -> {
                            throw last;
                        })))
                .containsExactly(first, null, last);
        assertThat(DiskThreads.run(List.of(NOTHING))).containsExactly((IOException) null);
        assertThat(DiskThreads.run(List.of())).isEmpty();
    }

    @Test
    void runEightAtOnce() {
        CountDownLatch eight = new CountDownLatch(8);
        DiskThreads.Action waiting = () -> {
            eight.countDown();
            await(eight);
        };
        assertThat(DiskThreads.run(List.of(waiting, waiting, waiting, waiting, waiting, waiting, waiting, waiting)))
                .hasSize(8)
                .containsOnlyNulls();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IOException("not at once");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void runThemAllThoughThisThreadIsInterrupted() {
        AtomicInteger runs = new AtomicInteger();
        List<DiskThreads.Action> actions = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            actions.add(runs::incrementAndGet);
        }
        Thread.currentThread().interrupt();
        assertThat(DiskThreads.run(actions)).containsOnlyNulls();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(runs).hasValue(50);
    }

    @Test
    void passABugOn() {
        assertThatThrownBy(() -> DiskThreads.run(List.of(NOTHING, () -> {
                    throw new IllegalArgumentException("a bug");
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("a bug");
    }
}
