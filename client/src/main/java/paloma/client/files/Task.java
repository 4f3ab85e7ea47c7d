package paloma.client.files;

import java.util.OptionalLong;
import paloma.transfer.name.RefusedException;

/** One file or list to transfer. */
abstract class Task {
    private final String name;
    private int forgotten;
    private long size;
    private OptionalLong heldBytes = OptionalLong.empty();

    /** @param name not escaped yet */
    Task(String name, long size) {
        this.name = name;
        this.size = size;
    }

    /** Prepares one attempt, on a thread that may block. */
    abstract Transfer prepare(TransferContext context) throws RefusedException;

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

    /** Called when the server has forgotten it; returns how often that was. */
    final int forgotten() {
        return ++forgotten;
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
}
