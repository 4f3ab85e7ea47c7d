package paloma.transfer.disk;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** The leases of the files that this process is receiving, renewed each second by a thread that runs while there are any. */
final class Leases {
    private final String replica;
    private final LongSupplier nanoClock;
    private final Ticker ticker;
    private final Map<HeldLease, IncomingFile> open = new ConcurrentHashMap<>();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile LeaseListener listener = LeaseListener.none();

    /** @param replica the name of this server among those of a folder, or empty */
    Leases(String replica, LongSupplier nanoClock, Ticker ticker) {
        this.replica = replica;
        this.nanoClock = nanoClock;
        this.ticker = ticker;
    }

    /** Runs something a second later, once. */
    interface Ticker {
        void later(Runnable tick);

        /** Returns one with a thread of its own, which begins when it is needed. */
        static Ticker ofThread() {
            ScheduledExecutorService[] thread = new ScheduledExecutorService[1];
            return tick -> {
                synchronized (thread) {
                    if (thread[0] == null) {
                        thread[0] = Executors.newSingleThreadScheduledExecutor(Leases::thread);
                    }
                    thread[0].schedule(tick, HeldLease.RENEW_NANOS, TimeUnit.NANOSECONDS);
                }
            };
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "paloma-leases");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns whether other servers share the folder: so does one that has a name among them. */
    boolean isShared() {
        return !replica.isEmpty();
    }

    void listen(LeaseListener to) {
        listener = to;
    }

    long nowNanos() {
        return nanoClock.getAsLong();
    }

    /**
     * Returns a lease that was not written yet.
     *
     * @param hasFile whether there is a file of an earlier one
     */
    HeldLease hold(PartPlaces places, PartLock lock, long number, boolean hasFile) {
        long holder = ThreadLocalRandom.current().nextLong();
        Lease lease = new Lease(number, holder == 0 ? 1 : holder, 0, replica);
        return new HeldLease(places, lock, lease, hasFile, nanoClock);
    }

    /** Renews the lease of a file that is open from now on. */
    void add(HeldLease lease, IncomingFile file) {
        open.put(lease, file);
        if (ticking.compareAndSet(false, true)) {
            ticker.later(this::tick);
        }
    }

    void remove(HeldLease lease) {
        open.remove(lease);
    }

    private void tick() {
        try {
            open.forEach(this::tick);
        } finally {
            ticking.set(false);
            if (!open.isEmpty() && ticking.compareAndSet(false, true)) {
                ticker.later(this::tick);
            }
        }
    }

    private void tick(HeldLease lease, IncomingFile file) {
        try {
            lease.tick();
            if (lease.lost() != null) {
                open.remove(lease);
                listener.lost(file, lease.lost().sentence(file.name().shown()));
            } else if (lease.isWanted()) {
                listener.wanted(file);
            }
        } catch (IOException e) {
            // The disk failed, or the file was closed meanwhile: the next time, or never.
        } catch (RuntimeException e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e); // and the others are renewed
        }
    }
}
