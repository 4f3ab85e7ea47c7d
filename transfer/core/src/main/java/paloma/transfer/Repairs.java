package paloma.transfer;

import paloma.transfer.wire.Repair;

/** The chunks that were bad at the receiver: each is sent again, until the disk must be to blame and not the path. */
final class Repairs {
    private static final int MAX_ATTEMPTS = 5;

    private final OutChunks chunks;
    private final Attempts attempts;
    private boolean hopeless;

    Repairs(OutChunks chunks) {
        this.chunks = chunks;
        this.attempts = new Attempts(chunks.count());
    }

    /** Called when chunks are asked for again; each attempt may be asked for more than once. */
    void take(Repair repair) {
        for (Repair.Entry entry : repair.entries()) {
            if (entry.index() >= 0 && entry.index() < chunks.count()) {
                take(entry.index(), entry.attempt());
            }
        }
    }

    /** Returns whether a chunk was bad too often. */
    boolean isHopeless() {
        return hopeless;
    }

    private void take(int index, int attempt) {
        if (attempt > attempts.of(index)) {
            attempts.set(index, attempt);
            chunks.repair(index);
            hopeless |= attempt > MAX_ATTEMPTS;
        }
    }
}
