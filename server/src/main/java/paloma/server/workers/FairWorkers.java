package paloma.server.workers;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads beside the event loops for jobs that are too long for one. What waits is bounded in all and for each
 * source, and the sources take turns: one with many jobs delays another by no more than the jobs that run. An event
 * loop that submits never waits for a worker: jobs arrive over a queue without a lock, and only workers share the turns.
 */
public final class FairWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FairWorkers.class);

    /** The outcome of submitting a job. */
    public enum Admission {
        ADMITTED,
        /** As many jobs wait as may; also after the workers were closed. */
        BUSY,
        /** The source has as many jobs waiting and running as it may. */
        OVER_BUDGET
    }

    private record Entry(Object source, Job job) {}

    private final int budget;
    private final AtomicInteger room;

    /** Jobs that each source has waiting or running; one that has none is not in it. */
    private final ConcurrentHashMap<Object, Integer> held = new ConcurrentHashMap<>();

    private final Queue<Entry> arrived = new ConcurrentLinkedQueue<>();
    private final Semaphore waiting = new Semaphore(0);
    private final Turns<Entry> turns = new Turns<>();
    private final Set<Job> running = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /**
     * @param name what the threads are called, with a number behind
     * @param queue the most jobs that wait for a thread
     * @param budget the most jobs of one source, waiting and running together
     */
    public FairWorkers(String name, int workers, int queue, int budget) {
        this.budget = budget;
        room = new AtomicInteger(queue);
        for (int i = 1; i <= workers; i++) {
            Thread thread = new Thread(this::work, name + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /**
     * Takes a job if there is room for it; only then asks for it.
     *
     * @param source who is charged and takes turns with the others: a small object with {@code equals}
     */
    public Admission submit(Object source, Supplier<? extends Job> job) {
        if (closed || !takeRoom()) {
            return Admission.BUSY;
        }
        if (!charge(source)) {
            room.incrementAndGet();
            return Admission.OVER_BUDGET;
        }
        arrived.add(new Entry(source, admitted(source, job)));
        waiting.release();
        if (closed) {
            abandonWaiting();
        }
        return Admission.ADMITTED;
    }

    /** Returns the number of sources that have a job waiting or running. */
    public int sources() {
        return held.size();
    }

    List<Thread> threads() {
        return List.copyOf(threads);
    }

    /** Abandons all jobs, then interrupts those that run and does not wait for them. */
    @Override
    public void close() {
        closed = true;
        abandonWaiting();
        running.forEach(Job::abandon);
        threads.forEach(Thread::interrupt);
    }

    private boolean takeRoom() {
        return room.getAndUpdate(free -> free > 0 ? free - 1 : 0) > 0;
    }

    private boolean charge(Object source) {
        boolean[] charged = new boolean[1];
        held.compute(source, (key, jobs) -> {
            int before = jobs == null ? 0 : jobs;
            charged[0] = before < budget;
            return charged[0] ? Integer.valueOf(before + 1) : jobs;
        });
        return charged[0];
    }

    private Job admitted(Object source, Supplier<? extends Job> supplier) {
        Job job = null;
        try {
            job = supplier.get();
            return job;
        } finally {
            if (job == null) {
                room.incrementAndGet();
                discharge(source);
            }
        }
    }

    private void discharge(Object source) {
        held.computeIfPresent(source, (key, jobs) -> jobs == 1 ? null : jobs - 1);
    }

    private void work() {
        try {
            while (!closed) {
                waiting.acquire();
                Entry entry = next();
                if (entry != null) {
                    room.incrementAndGet();
                    run(entry);
                }
            }
        } catch (InterruptedException e) {
            LOG.trace("{} ends", Thread.currentThread().getName());
        }
    }

    /** Returns the job whose source has its turn, or null when closing took them all. */
    private Entry next() {
        synchronized (turns) {
            for (Entry entry = arrived.poll(); entry != null; entry = arrived.poll()) {
                turns.add(entry.source(), entry);
            }
            return turns.next();
        }
    }

    private void run(Entry entry) {
        running.add(entry.job());
        try {
            if (closed) {
                entry.job().abandon();
            } else {
                entry.job().run();
            }
        } catch (Throwable e) {
            LOG.error("a job of {} failed", Thread.currentThread().getName(), e);
        } finally {
            running.remove(entry.job());
            discharge(entry.source());
        }
    }

    private void abandonWaiting() {
        for (Entry entry = next(); entry != null; entry = next()) {
            room.incrementAndGet();
            discharge(entry.source());
            entry.job().abandon();
        }
    }
}
