package paloma.server.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paloma.server.workers.FairWorkers.Admission;

@Timeout(60)
class FairWorkersTest {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private FairWorkers workers;

    @AfterEach
    void close() {
        gate.countDown();
        workers.close();
    }

    @Test
    void runsTheJobsOfSourcesInTurn() throws Exception {
        startOneBusyWorker(10, 10);
        for (String job : List.of("a1", "a2", "a3", "b1", "c1", "c2")) {
            submit(job.substring(0, 1), job);
        }
        gate.countDown();
        assertThat(takeDone(6)).containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
    }

    @Test
    void takesNoMoreThanTheQueueHolds() throws Exception {
        startOneBusyWorker(2, 10);
        assertThat(submit("a", "1")).isEqualTo(Admission.ADMITTED);
        assertThat(submit("b", "2")).isEqualTo(Admission.ADMITTED);
        assertThat(submit("c", "3")).isEqualTo(Admission.BUSY);
        gate.countDown();
        assertThat(takeDone(2)).containsExactly("1", "2");
    }

    @Test
    void countsWhatRunsAndWhatWaitsAgainstTheBudgetOfItsSource() throws Exception {
        startOneBusyWorker(10, 2);
        assertThat(submit("busy", "second")).isEqualTo(Admission.ADMITTED);
        assertThat(submit("busy", "third")).isEqualTo(Admission.OVER_BUDGET);
        assertThat(submit("other", "first")).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void keepsNoRoomForAJobThatIsOverBudget() throws Exception {
        startOneBusyWorker(1, 1);
        assertThat(submit("busy", "second")).isEqualTo(Admission.OVER_BUDGET);
        assertThat(submit("other", "first")).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void freesTheRoomAndTheBudgetWhenJobsEnd() throws Exception {
        startOneBusyWorker(1, 1);
        gate.countDown();
        for (int i = 0; i < 1_000; i++) {
            String name = "job " + i;
            assertThat(submit("source " + i, name)).isEqualTo(Admission.ADMITTED);
            assertThat(takeDone(1)).containsExactly(name);
        }
        workers.submit("last", () -> job("last", () -> done.add("sources: " + workers.sources())));
        assertThat(takeDone(1)).containsExactly("sources: 1");
    }

    @Test
    void keepsNothingOfAJobThatCouldNotBeMade() throws Exception {
        startOneBusyWorker(1, 1);
        assertThatThrownBy(() -> workers.submit("a", () -> {
                    throw new IllegalStateException("no job");
                }))
                .hasMessage("no job");
        assertThat(workers.sources()).isEqualTo(1);
        assertThat(submit("a", "a1")).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void goesOnAfterAJobThatFailed() throws Exception {
        startOneBusyWorker(10, 10);
        workers.submit(
                "a",
                () -> job("failing", () -> {
                    throw new IllegalStateException("thrown by a test");
                }));
        workers.submit(
                "a",
                () -> job("failing", () -> {
                    throw new AssertionError("thrown by a test");
                }));
        submit("a", "next");
        gate.countDown();
        assertThat(takeDone(1)).containsExactly("next");
    }

    @Test
    void worksOnNamedDaemonThreads() throws Exception {
        startOneBusyWorker(1, 1);
        assertThat(workers.threads()).singleElement().satisfies(thread -> {
            assertThat(thread.getName()).isEqualTo("test-1");
            assertThat(thread.isDaemon()).isTrue();
        });
    }

    @Test
    void abandonsWhatRunsAndWhatWaitsWhenClosed() throws Exception {
        startOneBusyWorker(10, 10);
        submit("a", "a1");
        submit("b", "b1");
        workers.close();
        awaitEnd();
        assertThat(done).containsExactlyInAnyOrder("abandoned a1", "abandoned b1", "abandoned first");
        assertThat(workers.sources()).isZero();
        assertThat(submit("c", "c1")).isEqualTo(Admission.BUSY);
    }

    @Test
    void settlesEachAdmittedJobAlsoWhenClosedInTheMiddle() throws Exception {
        workers = new FairWorkers("test", 2, 50, 10);
        AtomicInteger admitted = new AtomicInteger();
        AtomicInteger settled = new AtomicInteger();
        CountDownLatch middle = new CountDownLatch(1_000);
        List<Thread> submitters = new ArrayList<>();
        for (int s = 0; s < 2; s++) {
            int first = s * 100;
            submitters.add(new Thread(() -> {
                for (int i = 0; i < 500_000 || middle.getCount() > 0; i++) {
                    OnceJob job = new OnceJob(settled);
                    if (workers.submit(first + i % 20, () -> job) == Admission.ADMITTED) {
                        admitted.incrementAndGet();
                        middle.countDown();
                    }
                }
            }));
        }
        submitters.forEach(Thread::start);
        middle.await();
        workers.close();
        for (Thread submitter : submitters) {
            submitter.join();
        }
        awaitEnd();
        assertThat(settled).hasValue(admitted.get());
        assertThat(workers.sources()).isZero();
    }

    /** Starts one worker and gives it a job of the source "busy" that runs until the gate opens. */
    private void startOneBusyWorker(int queue, int budget) throws InterruptedException {
        workers = new FairWorkers("test", 1, queue, budget);
        CountDownLatch started = new CountDownLatch(1);
        workers.submit(
                "busy",
                () -> job("first", () -> {
                    started.countDown();
                    awaitGate();
                }));
        started.await();
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Admission submit(String source, String name) {
        return workers.submit(source, () -> job(name, () -> done.add(name)));
    }

    private List<String> takeDone(int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        while (taken.size() < count) {
            taken.add(done.poll(10, TimeUnit.SECONDS));
        }
        return taken;
    }

    private void awaitEnd() throws InterruptedException {
        for (Thread thread : workers.threads()) {
            thread.join();
        }
    }

    private Job job(String name, Runnable work) {
        return new Job() {
            @Override
            public void run() {
                work.run();
            }

            @Override
            public void abandon() {
                done.add("abandoned " + name);
            }
        };
    }

    /** Counts itself once, whether it ran or was abandoned or both. */
    private static final class OnceJob implements Job {
        private final AtomicInteger settled;
        private boolean counted;

        OnceJob(AtomicInteger settled) {
            this.settled = settled;
        }

        @Override
        public synchronized void run() {
            if (!counted) {
                counted = true;
                settled.incrementAndGet();
            }
        }

        @Override
        public void abandon() {
            run();
        }
    }
}
