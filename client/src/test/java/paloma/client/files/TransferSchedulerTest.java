package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.wire.Reason;

class TransferSchedulerTest {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(490);
    private static final FakeTask.Step NEVER = FakeTask.Step.NONE;

    private final ExecutorService disk = Executors.newFixedThreadPool(2);
    private final AtomicLong clock = new AtomicLong(7);
    private final List<FakeTask.FakeTransfer> running = new ArrayList<>();
    private DatagramSocket server;
    private TransferSocket socket;
    private TransferContext context;

    @BeforeEach
    void open() throws Exception {
        server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket = new TransferSocket((InetSocketAddress) server.getLocalSocketAddress(), disk);
        context = new TransferContext(
                socket,
                disk,
                new ChunkPool(64 * ChunkPool.MIN_SHARE, TransferScheduler.MAX_AT_ONCE),
                new SpareCookies(),
                new TokenHints(),
                AnyServer.TRUSTED,
                PathMemory.ofThisCommand());
    }

    @AfterEach
    void close() {
        socket.close();
        disk.shutdownNow();
        server.close();
    }

    @Test
    void doesAllTasksAndCountsThem() throws Exception {
        TransferScheduler scheduler = scheduler(FakeTask.easy("a"), FakeTask.easy("b"), FakeTask.easy("c"));

        assertThat(results(scheduler)).hasSize(3).allMatch(one -> one.outcome().isDone());
        assertThat(scheduler.verdict()).isNull();
        assertThat(scheduler.tally().doneFiles).isEqualTo(3);
        assertThat(scheduler.tally().doneBytes).isEqualTo(300);
    }

    /** A file may be another by the time it is its turn. */
    @Test
    void countsWhatWasMovedAndNotWhatWasListed() throws Exception {
        TransferScheduler scheduler = scheduler(ofSize(30), ofSize(150));

        assertThat(results(scheduler)).extracting(TaskResult::bytes).containsExactlyInAnyOrder(30L, 150L);
        assertThat(scheduler.tally().doneBytes).isEqualTo(180);
        assertThat(scheduler.tally().totalBytes).isEqualTo(180);
    }

    private static FakeTask ofSize(long bytes) {
        return new FakeTask("of " + bytes, NEVER, transfer -> {
            transfer.size = bytes;
            transfer.done();
        });
    }

    @Test
    void hasNoMoreOnTheirWayThanItIsAllowed() throws Exception {
        AtomicInteger running = new AtomicInteger();
        List<Integer> seen = new ArrayList<>();
        FakeTask[] tasks = new FakeTask[12];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = new FakeTask("task" + i, NEVER, transfer -> {
                seen.add(running.incrementAndGet());
                socket.loop().schedule(() -> finish(transfer, running), 5, TimeUnit.MILLISECONDS);
            });
        }
        TransferScheduler scheduler = new TransferScheduler(context, Work.of(List.of(tasks), 3), 0);

        assertThat(results(scheduler)).hasSize(tasks.length);
        assertThat(seen).contains(3).allMatch(count -> count <= 3);
    }

    @Test
    void beginsAGroupWhenTheOneBeforeIsOver() throws Exception {
        List<String> steps = new ArrayList<>();
        Work.Group folders =
                new Work.Group(List.of(noted("a", steps), noted("b", steps)).iterator(), 16);
        Work.Group nothing = new Work.Group(Collections.emptyIterator(), 1);
        Work.Group files = new Work.Group(List.of(noted("c", steps)).iterator(), 16);
        Work work = new Work("a", 3, 300, 0, List.of(folders, nothing, files));
        TransferScheduler scheduler = new TransferScheduler(context, work, 0);

        assertThat(results(scheduler)).hasSize(3);
        assertThat(steps.subList(4, 6)).containsExactly("begins c", "ends c");
    }

    @Test
    void oneTaskMayTakeSeveralTransfersAndIsOneFile() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        FakeTask task = FakeTask.of("batch", 3, transfer -> {
            begun.incrementAndGet();
            transfer.done();
        });
        TransferScheduler scheduler = scheduler(task, FakeTask.easy("other"));

        assertThat(results(scheduler)).extracting(TaskResult::name).containsExactlyInAnyOrder("batch", "other");
        assertThat(begun).hasValue(3);
        assertThat(scheduler.tally().doneFiles).isEqualTo(2);
    }

    @Test
    void isForgottenAsOftenAsItGetsFurther() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FakeTask task = new FakeTask("file", NEVER, transfer -> {
            transfer.doneBytes = asked.incrementAndGet() / 2;
            if (asked.get() < 40) {
                transfer.refusedByServer(Reason.UNKNOWN_TRANSFER);
            } else {
                transfer.done();
            }
        });

        assertThat(results(scheduler(task)))
                .singleElement()
                .matches(one -> one.outcome().isDone());
    }

    @Test
    void leavesAServerThatForgetsTheFileTenTimesAtTheSamePlace() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FakeTask task = new FakeTask("file", NEVER, transfer -> {
            transfer.doneBytes = Math.min(asked.getAndIncrement(), 5);
            transfer.refusedByServer(Reason.UNKNOWN_TRANSFER);
        });

        assertThat(results(scheduler(task)))
                .singleElement()
                .matches(one -> one.outcome().isForgotten());
        assertThat(asked).hasValue(5 + 10);
    }

    @Test
    void asksABusyServerAgainAndLetsTheFileBeDoneThen() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FakeTask task = new FakeTask("busy", NEVER, transfer -> {
            if (asked.incrementAndGet() < 3) {
                transfer.refusedByServer(Reason.BUSY);
            } else {
                transfer.done();
            }
        });
        TransferScheduler scheduler = scheduler(task);

        assertThat(results(scheduler))
                .singleElement()
                .matches(one -> one.outcome().isDone());
        assertThat(asked).hasValue(3);
    }

    @Test
    void asksAnotherServerWhereOneStops() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FakeTask task = new FakeTask("rolled", NEVER, transfer -> {
            if (asked.incrementAndGet() < 3) {
                transfer.refusedByServer(Reason.STOPPED);
            } else {
                transfer.done();
            }
        });

        assertThat(results(scheduler(task)))
                .singleElement()
                .matches(one -> one.outcome().isDone());
        assertThat(asked).hasValue(3);
    }

    @Test
    void aServerThatStopsForGoodHasStopped() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FakeTask task = new FakeTask("stopped", NEVER, transfer -> {
            if (asked.incrementAndGet() < 2) {
                transfer.refusedByServer(Reason.STOPPED);
            } else {
                transfer.refused();
            }
        });
        TransferScheduler scheduler = scheduler(task);

        assertThat(results(scheduler))
                .singleElement()
                .matches(one -> one.outcome().reason() == Reason.STOPPED);
        assertThat(asked).hasValue(2);
        assertThat(scheduler.verdict()).isNull();
    }

    @Test
    void saysWhatItWaitsForWhileTheServerIsBusy() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        FakeTask task = new FakeTask("film", NEVER, transfer -> {
            transfer.refusedByServer(Reason.BUSY, "all slots are taken");
            refused.countDown();
        });
        TransferScheduler scheduler = scheduler(task);
        scheduler.start();
        assertThat(refused.await(LIMIT_NANOS, TimeUnit.NANOSECONDS)).isTrue();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(12));
        Wait wait = scheduler.tally().wait;
        assertThat(wait.name()).isEqualTo("film");
        assertThat(wait.words()).isEqualTo("all slots are taken");
        assertThat(wait.nanos(clock.get())).isEqualTo(TimeUnit.SECONDS.toNanos(12));
        scheduler.stop();
        assertThat(scheduler.await(LIMIT_NANOS)).isTrue();
    }

    @Test
    void givesUpAfterAMinuteAndSaysHowLongItWaitedAndForWhat() throws Exception {
        FakeTask task = new FakeTask("film", NEVER, transfer -> {
            transfer.refusedByServer(Reason.BUSY, "all slots are taken");
            clock.addAndGet(TimeUnit.SECONDS.toNanos(61));
        });

        assertThat(results(scheduler(task)))
                .singleElement()
                .extracting(TaskResult::outcome)
                .isEqualTo(new Outcome(Outcome.How.REFUSED, Reason.BUSY, "waited 61 s, but all slots are taken"));
    }

    @Test
    void countsAsThereWhatAnotherBroughtWhileItWaited() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FakeTask task = new FakeTask("film", NEVER, transfer -> {
            if (asked.incrementAndGet() < 2) {
                transfer.refusedByServer(Reason.BUSY);
            } else {
                transfer.heldBytes = 100;
                transfer.done();
            }
        });
        TransferScheduler scheduler = scheduler(task);

        assertThat(results(scheduler))
                .singleElement()
                .matches(one -> one.outcome().isDone());
        assertThat(scheduler.tally().heldBytes).isEqualTo(100);
    }

    @Test
    void measuresTheTimeFromWhenItIsLetBegin() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FakeTask task = new FakeTask("film", NEVER, transfer -> {
            if (asked.incrementAndGet() < 2) {
                transfer.refusedByServer(Reason.BUSY);
            } else {
                transfer.done();
            }
        });
        TransferScheduler scheduler = scheduler(task);
        long startNanos = System.nanoTime();

        assertThat(results(scheduler)).hasSize(1);
        assertThat(scheduler.nanos()).isLessThan(System.nanoTime() - startNanos - LEAST_PAUSE_NANOS);
    }

    @Test
    void namesTheFileBetweenTwoAttempts() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        FakeTask task = new FakeTask("film", NEVER, transfer -> {
            transfer.refusedByServer(Reason.BUSY);
            refused.countDown();
        });
        TransferScheduler scheduler = scheduler(task);
        scheduler.start();
        assertThat(refused.await(LIMIT_NANOS, TimeUnit.NANOSECONDS)).isTrue();
        assertThat(scheduler.tally().name).isEqualTo("film");
        scheduler.stop();
        assertThat(scheduler.await(LIMIT_NANOS)).isTrue();
    }

    @Test
    void waitsForAFileThatAnotherTransferHasHere() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FakeTask task = new FakeTask("film", NEVER, transfer -> {
            if (asked.incrementAndGet() < 2) {
                transfer.failed(Reason.BUSY, "film is being sent by another transfer");
            } else {
                transfer.done();
            }
        });

        assertThat(results(scheduler(task)))
                .singleElement()
                .matches(one -> one.outcome().isDone());
        assertThat(asked).hasValue(2);
    }

    /** A server that says nothing at all is waited for, too. */
    @Test
    void saysWhenTheServerHasNotBegunIt() throws Exception {
        TransferScheduler scheduler = scheduler(new FakeTask("film", NEVER, NEVER));
        scheduler.start();
        for (Wait wait = null; wait == null; wait = scheduler.tally().wait) {
            clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(scheduler.tally().wait.words()).isEqualTo("the server has not begun it yet");
        scheduler.stop();
        assertThat(scheduler.await(LIMIT_NANOS)).isTrue();
    }

    @Test
    void aRefusalThatConcernsAllEndsAll() throws Exception {
        FakeTask first = new FakeTask("first", NEVER, transfer -> transfer.refusedByServer(Reason.TOKEN));
        TransferScheduler scheduler =
                new TransferScheduler(context, Work.of(List.of(first, FakeTask.easy("second")), 1), 0);

        assertThat(results(scheduler)).isEmpty();
        assertThat(scheduler.verdict().reason()).isEqualTo(Reason.TOKEN);
    }

    /** Where nobody listens, all that is under way hears it at once. */
    @Test
    void whatConcernsAllIsSaidOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        FakeTask.Step both = transfer -> {
            begun.countDown();
            if (begun.getCount() == 0) {
                running.forEach(FakeTask.FakeTransfer::refused);
                transfer.refused();
            } else {
                running.add(transfer);
            }
        };
        TransferScheduler scheduler = scheduler(new FakeTask("a", NEVER, both), new FakeTask("b", NEVER, both));

        assertThat(results(scheduler)).isEmpty();
        assertThat(scheduler.verdict().how()).isEqualTo(Outcome.How.NOBODY);
    }

    @Test
    void stopEndsWhatIsUnderWayAndBeginsNothingMore() throws Exception {
        FakeTask first = new FakeTask("first", NEVER, NEVER);
        AtomicInteger begun = new AtomicInteger();
        FakeTask second = new FakeTask("second", NEVER, transfer -> begun.incrementAndGet());
        TransferScheduler scheduler = new TransferScheduler(context, Work.of(List.of(first, second), 1), 0);
        scheduler.start();
        scheduler.stop();

        assertThat(scheduler.await(LIMIT_NANOS)).isTrue();
        assertThat(scheduler.verdict().how()).isEqualTo(Outcome.How.STOPPED);
        assertThat(begun).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, AssertionError.class, StackOverflowError.class})
    void aBugWhileATaskIsPreparedEndsThatTaskAlone(Class<? extends Throwable> kind) throws Exception {
        FakeTask broken = new FakeTask("broken", transfer -> fail(kind), NEVER);
        TransferScheduler scheduler = scheduler(FakeTask.easy("a"), broken, FakeTask.easy("b"));

        assertBugOnlyIn("broken", kind, results(scheduler));
    }

    @ParameterizedTest
    @ValueSource(classes = {NullPointerException.class, LinkageError.class, OutOfMemoryError.class})
    void aBugOnTheEventLoopEndsThatTaskAlone(Class<? extends Throwable> kind) throws Exception {
        FakeTask broken = new FakeTask("broken", NEVER, transfer -> fail(kind));
        TransferScheduler scheduler = scheduler(FakeTask.easy("a"), broken, FakeTask.easy("b"));

        assertBugOnlyIn("broken", kind, results(scheduler));
    }

    @Test
    void aBugInWhatAllShareEndsTheRun() throws Exception {
        FakeTask first = new FakeTask("first", NEVER, transfer -> socket.broke(new AssertionError("shared")));
        TransferScheduler scheduler = scheduler(first, new FakeTask("second", NEVER, NEVER));
        scheduler.start();

        assertThat(scheduler.await(LIMIT_NANOS)).isTrue();
        assertThat(scheduler.verdict().bug()).isInstanceOf(AssertionError.class).hasMessage("shared");
        assertThat(Exit.of(scheduler.verdict())).isEqualTo(70);
    }

    @Test
    void aBugWhileTransfersAreCountedEndsTheRun() throws Exception {
        FakeTask uncountable = new FakeTask("uncountable", NEVER, transfer -> {
            transfer.countBug = new IllegalStateException("count");
            transfer.done();
        });
        TransferScheduler scheduler = scheduler(uncountable);
        scheduler.start();

        assertThat(scheduler.await(LIMIT_NANOS)).isTrue();
        assertThat(scheduler.verdict().bug()).hasMessage("count");
    }

    @Test
    void goesOnWhereTheServerIsBackWithinTheTime() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        TransferScheduler scheduler = scheduler(new FakeTask("film", NEVER, transfer -> {
            if (attempts.incrementAndGet() < 3) {
                transfer.refused(); // nobody listens
            } else {
                transfer.done();
            }
        }));
        scheduler.retry(Retry.FOREVER);

        assertThat(results(scheduler))
                .singleElement()
                .matches(one -> one.outcome().isDone());
        assertThat(attempts).hasValue(3);
        assertThat(scheduler.verdict()).isNull();
    }

    @Test
    void isStoppedAtOnceWhileItWaitsForTheServer() throws Exception {
        CountDownLatch tried = new CountDownLatch(1);
        TransferScheduler scheduler = scheduler(new FakeTask("film", NEVER, transfer -> {
            transfer.refused();
            tried.countDown();
        }));
        scheduler.retry(Retry.FOREVER);
        scheduler.start();
        assertThat(tried.await(LIMIT_NANOS, TimeUnit.NANOSECONDS)).isTrue();
        assertThat(scheduler.tally().wait.words()).contains("nobody is listening");

        scheduler.stop();
        assertThat(scheduler.await(LEAST_PAUSE_NANOS)).isTrue();
        assertThat(scheduler.verdict().how()).isEqualTo(Outcome.How.STOPPED);
    }

    private TransferScheduler scheduler(Task... tasks) {
        return new TransferScheduler(context, Work.of(List.of(tasks), TransferScheduler.MAX_AT_ONCE), 0, clock::get);
    }

    private static List<TaskResult> results(TransferScheduler scheduler) throws InterruptedException {
        scheduler.start();
        assertThat(scheduler.await(LIMIT_NANOS)).as("is over in time").isTrue();
        List<TaskResult> results = new ArrayList<>();
        for (TaskResult one = scheduler.poll(); one != null; one = scheduler.poll()) {
            results.add(one);
        }
        return results;
    }

    private static void assertBugOnlyIn(String name, Class<? extends Throwable> kind, List<TaskResult> results) {
        assertThat(results).hasSize(3);
        for (TaskResult one : results) {
            if (one.name().equals(name)) {
                assertThat(one.outcome().bug()).isInstanceOf(kind);
                assertThat(Exit.of(one.outcome())).isEqualTo(70);
            } else {
                assertThat(one.outcome().isDone()).isTrue();
            }
        }
    }

    private FakeTask noted(String name, List<String> steps) {
        return new FakeTask(name, NEVER, transfer -> {
            steps.add("begins " + name);
            socket.loop()
                    .schedule(
                            () -> {
                                steps.add("ends " + name);
                                transfer.done();
                            },
                            5,
                            TimeUnit.MILLISECONDS);
        });
    }

    private static void finish(FakeTask.FakeTransfer transfer, AtomicInteger running) {
        running.decrementAndGet();
        transfer.done();
    }

    private static void fail(Class<? extends Throwable> kind) {
        FakeTask.sneak(kind);
    }
}
