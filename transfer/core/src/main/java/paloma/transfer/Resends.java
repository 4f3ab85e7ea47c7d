package paloma.transfer;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be sent again: at once what was lost, a little later a second copy of what nobody would miss in time. */
final class Resends {
    private record Copy(Piece piece, long dueNanos) {}

    private final Deque<Piece> lost = new ArrayDeque<>();
    private final Deque<Copy> copies = new ArrayDeque<>();

    void lost(Piece piece) {
        lost.add(piece);
    }

    void first(Piece piece) {
        lost.addFirst(piece);
    }

    void copy(Piece piece, long dueNanos) {
        copies.add(new Copy(piece, dueNanos));
    }

    Piece peek(long now) {
        if (!lost.isEmpty()) {
            return lost.peek();
        }
        return !copies.isEmpty() && copies.peek().dueNanos - now <= 0 ? copies.peek().piece : null;
    }

    /** Removes what {@link #peek} returned, and returns whether it was lost (and is no second copy). */
    boolean remove() {
        if (!lost.isEmpty()) {
            lost.remove();
            return true;
        }
        copies.remove();
        return false;
    }

    boolean hasLost() {
        return !lost.isEmpty();
    }

    /** Returns when the next copy is due, or {@link Long#MAX_VALUE}. */
    long copyNanos() {
        return copies.isEmpty() ? Long.MAX_VALUE : copies.peek().dueNanos;
    }
}
