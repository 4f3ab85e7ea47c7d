package paloma.server.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last transfers that ended. Any thread. */
final class RecentTransfers {
    static final int MAX = 100;

    private final Deque<TransferView> ended = new ArrayDeque<>();

    synchronized void add(TransferView transfer) {
        ended.addFirst(transfer);
        if (ended.size() > MAX) {
            ended.removeLast();
        }
    }

    /** Returns them, the newest first. */
    synchronized List<TransferView> all() {
        return new ArrayList<>(ended);
    }
}
