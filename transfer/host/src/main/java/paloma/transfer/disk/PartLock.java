package paloma.transfer.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A part that is open and locked. The kernel lets go of the lock when this process ends, however it does, and also when it
 * closes any descriptor of the file (POSIX): what is locked here is opened nowhere else in this process.
 */
final class PartLock implements AutoCloseable {
    /** Another process may finish or remove the part between two looks, hardly more than once. */
    private static final int ATTEMPTS = 3;

    private static final Set<Object> LOCKED = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;
    private final FileIdentity identity;
    private final boolean keepsOthersOut;
    private final List<Closeable> others = new ArrayList<>();

    private PartLock(FileChannel channel, FileIdentity identity, boolean keepsOthersOut) {
        this.channel = channel;
        this.identity = identity;
        this.keepsOthersOut = keepsOthersOut;
        if (identity.key() != null) {
            LOCKED.add(identity.key());
        }
    }

    /** How a file is locked. */
    interface Locks {
        /**
         * @return null where another process has the lock
         * @throws IOException where there are no locks
         */
        FileLock tryLock(FileChannel channel) throws IOException;
    }

    /**
     * Opens the file at a place, or makes it.
     *
     * @return null when another process has it
     */
    static PartLock open(Place part, Locks locks) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (isLocked(FileIdentity.at(part.path()))) {
                return null;
            }
            FileChannel channel = PrivateFile.open(part);
            PartLock lock = null;
            try {
                FileIdentity opened = OpenFile.of(channel, part.path()).identity();
                Outcome outcome = lock(channel, locks);
                if (outcome == Outcome.ANOTHER_HAS_IT) {
                    return null;
                }
                if (opened != null && isThePart(opened, part.path())) {
                    lock = new PartLock(channel, opened, outcome == Outcome.LOCKED);
                    return lock;
                }
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
        }
        return null;
    }

    /** Returns whether this process has it locked. */
    static boolean isLocked(FileIdentity file) {
        return file != null && file.key() != null && LOCKED.contains(file.key());
    }

    /** Returns whether the file is still the part and has no other name. */
    private static boolean isThePart(FileIdentity opened, Path part) throws IOException {
        FileIdentity named = FileIdentity.at(part);
        if (!opened.isSameAs(named)) {
            return false;
        }
        if (named.names() == 1) {
            return true;
        }
        Files.delete(part); // Its process was killed after the file had got its name: it must not be written any more.
        return false;
    }

    private enum Outcome {
        LOCKED,
        ANOTHER_HAS_IT,
        NO_LOCKS_HERE
    }

    private static Outcome lock(FileChannel channel, Locks locks) {
        try {
            return locks.tryLock(channel) == null ? Outcome.ANOTHER_HAS_IT : Outcome.LOCKED;
        } catch (OverlappingFileLockException e) {
            return Outcome.ANOTHER_HAS_IT;
        } catch (IOException e) {
            return Outcome.NO_LOCKS_HERE;
        }
    }

    FileChannel channel() {
        return channel;
    }

    /** Returns whether it has this name. */
    boolean isAt(Path name) throws IOException {
        return identity.isSameAs(FileIdentity.at(name));
    }

    /** Returns whether there are locks here: else only the lease keeps other processes out. */
    boolean keepsOthersOut() {
        return keepsOthersOut;
    }

    /** Closes another descriptor of the file together with this one. */
    synchronized void keep(Closeable other) {
        if (channel.isOpen()) {
            others.add(other);
        } else {
            Quietly.close(other);
        }
    }

    @Override
    public synchronized void close() {
        if (identity.key() != null && channel.isOpen()) {
            LOCKED.remove(identity.key());
        }
        others.forEach(Quietly::close);
        Quietly.close(channel);
    }
}
