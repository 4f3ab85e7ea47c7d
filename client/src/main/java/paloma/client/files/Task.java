package paloma.client.files;

import paloma.transfer.disk.RefusedException;

/** One file, or list, that is to be moved. */
abstract class Task {
    private final String name;
    private int effort;
    private long size;
    private long heldBytes = -1;

    /** @param name for people, not escaped yet */
    Task(String name, long size) {
        this.name = name;
        this.size = size;
    }

    /** Makes ready for one attempt, on a thread that may wait. */
    abstract Transfer prepare(TransferContext context) throws RefusedException;

    final String name() {
        return name;
    }

    /** Returns the size as far as it is known. */
    final long size() {
        return size;
    }

    final void size(long bytes) {
        size = bytes;
    }

    /** Counts what it costs to try again, and gives the sum. */
    final int effort(int more) {
        effort += more;
        return effort;
    }

    /** Takes what was there when an attempt began; the first one counts. */
    final void held(long bytes) {
        if (heldBytes < 0) {
            heldBytes = bytes;
        }
    }

    final boolean isTriedAgain() {
        return heldBytes >= 0;
    }

    final long heldBytes() {
        return Math.max(0, heldBytes);
    }
}
