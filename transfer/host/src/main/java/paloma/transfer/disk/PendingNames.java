package paloma.transfer.disk;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import paloma.transfer.wire.NameCodec;

/**
 * The names that a list still comes to, in its order. There are never more than fit into the rest of the list: of a
 * folder with more, those that come last are dropped while it is read.
 */
final class PendingNames {
    /** What nearly every line has beside its name: kind, permissions and time. */
    private static final int LINE_BYTES = 28;

    /** The next one is the last. */
    private final Deque<String> names = new ArrayDeque<>();

    /** Of the folder that is being read, the last one first. */
    private final PriorityQueue<String> folder = new PriorityQueue<>(Comparator.reverseOrder());

    /** The least of the folder's names that were dropped, or null. */
    private String dropped;

    private long bytes;
    private boolean isCut;

    /** Returns the next name and forgets it, or null. */
    String next() {
        String next = names.pollLast();
        if (next != null) {
            bytes -= bytes(next);
        }
        return next;
    }

    /**
     * Adds a name of the folder that is being read.
     *
     * @param roomBytes the rest of the list
     */
    void add(String name, int roomBytes) {
        if (dropped != null && name.compareTo(dropped) >= 0) {
            return;
        }
        folder.add(name);
        bytes += bytes(name);
        while (bytes > roomBytes) {
            drop();
        }
    }

    /** Ends a folder: its names come before all others. */
    void endFolder() {
        dropped = null;
        while (!folder.isEmpty()) {
            names.addLast(folder.poll());
        }
    }

    /** Returns whether names were dropped. */
    boolean isCut() {
        return isCut;
    }

    private void drop() {
        isCut = true;
        if (names.isEmpty()) {
            dropped = folder.poll();
            bytes -= bytes(dropped);
        } else {
            bytes -= bytes(names.removeFirst());
        }
    }

    private static int bytes(String name) {
        return LINE_BYTES + NameCodec.length(name);
    }
}
