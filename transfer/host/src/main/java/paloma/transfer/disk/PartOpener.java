package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.Path;
import paloma.transfer.name.FileName;
import paloma.transfer.name.PartNames;
import paloma.transfer.name.RefusedException;

/**
 * Opens parts. One whose lock is free is resumed. One that another process has locked is left to it while it renews its
 * lease; when it stands still, what it has is copied into a part of the next number.
 */
final class PartOpener {
    /** Another process may take the part over between two looks, hardly more than once. */
    private static final int ATTEMPTS = 3;

    private final Leases leases;
    private final PartLock.Locks locks;
    private final LeaseWatch watch = new LeaseWatch();

    PartOpener(Leases leases, PartLock.Locks locks) {
        this.leases = leases;
        this.locks = locks;
    }

    /** @throws HeldException when another process is writing it */
    Part open(Place target, FileName name, long size) throws IOException, RefusedException {
        LeaseFile file = LeaseFile.of(target);
        Path key = target.folder().place(PartNames.key(target.last()));
        Lease found = file.read();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            PartPlaces places = PartPlaces.of(target, found.number());
            PartLock lock = lock(places, found);
            if (lock == null) {
                LeaseWatch.State state = watch.look(key, found, leases.nowNanos());
                Part part = takeOver(target, name, size, found, state);
                stopWaiting(key, file);
                return part;
            }
            long number = found.number();
            Part part = null;
            try {
                Lease now = file.find();
                found = now == null ? Lease.NONE : now;
                if (found.number() == number) {
                    part = part(places, size, lock, leases.hold(places, lock, number, now != null));
                    stopWaiting(key, file);
                    return part;
                }
                if (lock.channel().size() == 0) {
                    Quietly.delete(places.part().path()); // a number that is over
                }
            } finally {
                if (part == null) {
                    lock.close();
                }
            }
        }
        throw new HeldException(name, found, true);
    }

    private void stopWaiting(Path key, LeaseFile file) {
        if (watch.forget(key)) {
            try {
                file.takeWanted();
            } catch (IOException e) {
                // Then we shall be asked ourselves, and have a client.
            }
        }
    }

    /** Returns null where another process has it; where there are no locks its lease tells. */
    private PartLock lock(PartPlaces places, Lease found) throws IOException {
        PartLock lock = PartLock.open(places.part(), locks);
        if (lock != null && !lock.keepsOthersOut() && found.isHeld()) {
            lock.close();
            return null;
        }
        return lock;
    }

    /** Owns the lock when it returns. */
    private Part part(PartPlaces places, long size, PartLock lock, HeldLease lease) throws IOException {
        if (!lock.keepsOthersOut()) {
            lease.renew(leases.nowNanos());
        }
        Part part = Part.of(places, size, lock, lease);
        boolean opened = false;
        try {
            lease.copyBefore(part, size);
            opened = true;
            return part;
        } finally {
            if (!opened) {
                part.close();
            }
        }
    }

    /** Takes the part over, if its holder stands still. */
    private Part takeOver(Place target, FileName name, long size, Lease found, LeaseWatch.State state)
            throws IOException, RefusedException {
        LeaseFile file = LeaseFile.of(target);
        if (state.expired() == 0 || !found.mayBeFollowed()) {
            if (found.isHeld()) {
                file.want(); // else nobody looks for it yet, or any more
            }
            throw new HeldException(name, found, state.mayEnd());
        }
        long number =
                found.number() + state.expired(); // who died, or stands still, before it was done has the one before
        PartPlaces places = PartPlaces.of(target, number);
        PartLock lock = PartLock.open(places.part(), locks);
        Part part = null;
        try {
            if (lock == null || !file.isStill(found)) {
                throw new HeldException(name, found, true);
            }
            lock.channel().truncate(0); // of one who died before its lease was written
            Quietly.delete(places.state().path());
            HeldLease lease = leases.hold(places, lock, number, true);
            lease.replace();
            part = part(places, size, lock, lease);
            if (Places.attributes(target.path()) != null) {
                part.close(); // published just before it was fenced, perhaps: to be looked at again
                throw new HeldException(name, found, true);
            }
            return part;
        } finally {
            if (part == null && lock != null) {
                lock.close();
            }
        }
    }
}
