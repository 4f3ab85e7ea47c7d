package paloma.client.files;

import java.util.List;
import java.util.OptionalLong;
import paloma.transfer.name.RefusedException;

/** One file, list or batch of files to transfer, by one transfer or by several, one after the other. */
abstract class Task {
    private final String name;
    private int forgotten;
    private long furthestBytes;
    private long size;
    private OptionalLong heldBytes = OptionalLong.empty();

    /** @param name not escaped yet */
    Task(String name, long size) {
        this.name = name;
        this.size = size;
    }

    /** Prepares one attempt, on a thread that may block; returns null where nothing need be asked any more. */
    abstract Transfer prepare(TransferContext context) throws RefusedException;

    /**
     * Called on the event loop when a transfer has ended.
     *
     * @return what that means for this task
     */
    Outcome attempted(Transfer transfer, Outcome outcome) {
        return outcome;
    }

    /** Returns whether another transfer, to be prepared at once, completes what a transfer that is done has begun. */
    boolean goesOn() {
        return false;
    }

    /** Returns what became of each file, once the task is over. */
    List<TaskResult> results(Outcome outcome) {
        boolean wasThere = outcome.isDone() && size > 0 && heldBytes() >= size;
        return List.of(new TaskResult(name, size, Math.min(heldBytes(), size), true, wasThere, outcome));
    }

    /** Adds what a transfer of this task has moved so far; as held, only what was there before the first attempt. */
    void count(Transfer transfer, Tally tally) {
        long before = tally.heldBytes;
        transfer.count(tally);
        if (isTriedAgain()) {
            tally.heldBytes = before + heldBytes();
        }
    }

    /** Returns the size of the task as a transfer knows it: the file may have grown or shrunk since it was listed. */
    long sizeBy(Transfer transfer) {
        long known = transfer.size();
        return known > 0 ? known : size;
    }

    final String name() {
        return name;
    }

    /** Returns the size, as far as it is known. */
    final long size() {
        return size;
    }

    final void size(long bytes) {
        size = bytes;
    }

    /** Called when the server has forgotten it, at so many bytes; returns how often that was since it got further than ever. */
    final int forgotten(long doneBytes) {
        forgotten = doneBytes > furthestBytes ? 1 : forgotten + 1;
        furthestBytes = Math.max(furthestBytes, doneBytes);
        return forgotten;
    }

    /** Called with the bytes that were there before an attempt; only the first call counts. */
    final void held(long bytes) {
        if (heldBytes.isEmpty()) {
            heldBytes = OptionalLong.of(bytes);
        }
    }

    final boolean isTriedAgain() {
        return heldBytes.isPresent();
    }

    final long heldBytes() {
        return heldBytes.orElse(0);
    }

    /** Returns how many bytes are on this disk, if it is here that the file is kept; called when all is closed. Blocks. */
    OptionalLong kept() {
        return OptionalLong.empty();
    }
}
