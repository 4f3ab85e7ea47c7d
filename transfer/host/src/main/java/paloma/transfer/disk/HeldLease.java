package paloma.transfer.disk;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The lease on a part that this process has open. It is first written when the part has been open for a second, so that short
 * transfers have none. Any thread.
 */
final class HeldLease {
    static final long RENEW_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Who has not renewed for so long stands still, and others may have taken over. */
    static final long EXPIRE_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final PartPlaces places;
    private final PartLock lock;
    private final LeaseFile file;
    private final LongSupplier nanoClock;
    private Lease lease;

    /** Whether there is a file that is to be removed, or to be kept for its number. */
    private boolean hasFile;

    private boolean isWritten;
    private boolean ended;

    /** When the part was last known to be ours. */
    private volatile long seenNanos;

    private volatile LeaseLostException lost;

    /**
     * @param lease what to write
     * @param hasFile whether there is a file of an earlier one
     */
    HeldLease(PartPlaces places, PartLock lock, Lease lease, boolean hasFile, LongSupplier nanoClock) {
        this.places = places;
        this.lock = lock;
        this.lease = lease;
        this.hasFile = hasFile;
        this.nanoClock = nanoClock;
        file = LeaseFile.of(places.target());
        seenNanos = nanoClock.getAsLong();
    }

    /** Renews the lease when it is time to. */
    synchronized void tick() throws IOException {
        long now = nanoClock.getAsLong();
        if (!ended && now - seenNanos >= RENEW_NANOS) {
            renew(now);
        }
    }

    /** Writes the lease, unless the part is lost. */
    synchronized void renew(long nowNanos) throws IOException {
        if (lost != null) {
            return;
        }
        if (!lock.isAt(places.part().path())) {
            lose(file.read());
            return;
        }
        lease = lease.next();
        Lease found = file.write(lease);
        hasFile = true;
        if (isOthers(found)) {
            lose(found);
        }
        isWritten = true;
        seenNanos = nowNanos;
    }

    /** Puts the lease in the place of another one, which stood still. */
    synchronized void replace() throws IOException {
        file.replace(lease);
        isWritten = true;
    }

    /** Fences all parts that were taken over before this one, and copies what they have. */
    void copyBefore(Part part, long size) throws IOException {
        if (lease.number() > 0) {
            FencedPart.copyAll(places.target(), lease.number(), part, size);
        }
    }

    /** Where there are no locks, two can have begun at once: who was first finds the other's lease in the place of its own. */
    private boolean isOthers(Lease found) {
        return found.number() > lease.number()
                || isWritten && found.isHeld() && found.holder() != lease.holder() && !lock.keepsOthersOut();
    }

    private void lose(Lease to) {
        lost = new LeaseLostException(to.holder() == lease.holder() ? "" : to.replica());
    }

    /** Returns whether another process has left a mark that it waits, since this was asked last. */
    synchronized boolean isWanted() throws IOException {
        return hasFile && !ended && lost == null && file.takeWanted();
    }

    /** Returns null while the part is ours. */
    LeaseLostException lost() {
        return lost;
    }

    /** Called before something is written; looks where this process may have stood still. */
    void require() throws LeaseLostException {
        if (lost == null && nanoClock.getAsLong() - seenNanos >= EXPIRE_NANOS) {
            look();
        }
        if (lost != null) {
            throw new LeaseLostException(lost); // each with the trace of its own
        }
    }

    private synchronized void look() {
        try {
            if (!ended) {
                renew(nanoClock.getAsLong());
            }
        } catch (IOException e) {
            // What is then written to the part of another name harms nobody.
        }
    }

    /**
     * Gives the part its final name, if it is ours; there is no tick meanwhile.
     *
     * @throws LeaseLostException where it is not, also where that shows only now
     */
    synchronized long publish(Naming naming) throws IOException {
        require();
        try {
            long replaced = naming.run();
            ended = true;
            return replaced;
        } catch (IOException e) {
            if (!lock.isAt(places.part().path()) && file.read().number() > lease.number()) {
                lose(file.read());
                throw new LeaseLostException(lost);
            }
            throw e;
        }
    }

    /** Gives a file its name, and returns how many bytes the one had that it replaced. */
    interface Naming {
        long run() throws IOException;
    }

    /** Ends the lease; to be called while the part is locked. */
    synchronized void close() {
        boolean isOurs = lost == null;
        ended = true;
        if (!hasFile || !isOurs) {
            return;
        }
        try {
            if (lease.number() == 0) {
                file.remove();
            } else {
                file.write(lease.free());
            }
            file.takeWanted();
        } catch (IOException e) {
            // The lock tells that the part is free.
        }
    }
}
