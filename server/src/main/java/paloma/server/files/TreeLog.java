package paloma.server.files;

import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.net.Printable;
import paloma.server.console.SourceText;
import paloma.transfer.wire.Kind;

/**
 * Says what batches did: one line for all of a client, a folder and a direction that follow one another, however many
 * they are. Any thread.
 */
final class TreeLog {
    /** After so long without a batch the tree is over. */
    static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A tree that takes longer has a line so often. */
    private static final int MOST_LOOKS = 12;

    private static final int MOST_TREES = 256;

    private record Tree(InetSocketAddress client, boolean put, String base) {}

    /** What is known of a tree since its last line. */
    private static final class Running {
        private final TreeTally tally = new TreeTally();
        private final long startNanos;
        private long endNanos;
        private int looks;
        private boolean touched;

        private Running(long startNanos) {
            this.startNanos = startNanos;
        }
    }

    private final Consumer<String> lines;
    private final Map<Tree, Running> trees = new LinkedHashMap<>();

    TreeLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /**
     * Counts a batch.
     *
     * @param loop looks later whether that was all
     * @param startNanos when the batch began
     */
    void add(
            Kind kind,
            String base,
            InetSocketAddress client,
            TreeTally tally,
            EventExecutor loop,
            long startNanos,
            long nowNanos) {
        Tree tree = new Tree(client, kind == Kind.OFFER || kind == Kind.PACK, base);
        synchronized (this) {
            Running running = trees.get(tree);
            if (running == null) {
                makeRoom();
                running = new Running(startNanos);
                trees.put(tree, running);
                look(tree, running, loop);
            }
            running.tally.add(tally);
            running.endNanos = nowNanos;
            running.touched = true;
        }
    }

    /** Says what has not been said. */
    synchronized void close() {
        List.copyOf(trees.keySet()).forEach(this::end);
    }

    private void makeRoom() {
        if (trees.size() == MOST_TREES) {
            end(new ArrayList<>(trees.keySet()).get(0));
        }
    }

    private void look(Tree tree, Running running, EventExecutor loop) {
        try {
            loop.schedule(() -> looked(tree, running, loop), QUIET_NANOS, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server ends, and says all.
        }
    }

    private synchronized void looked(Tree tree, Running running, EventExecutor loop) {
        if (trees.get(tree) != running) {
            return;
        }
        running.looks++;
        if (running.touched && running.looks < MOST_LOOKS) {
            running.touched = false;
            look(tree, running, loop);
        } else {
            end(tree);
        }
    }

    private void end(Tree tree) {
        Running running = trees.remove(tree);
        if (running.tally.isEmpty()) {
            return; // a client has only asked
        }
        double seconds = (running.endNanos - running.startNanos) / 1e9;
        lines.accept((tree.put ? "put " : "get ") + Printable.quote(tree.base) + ", " + SourceText.of(tree.client)
                + ": " + running.tally.text() + "; " + String.format(Locale.ROOT, "%.3f s", seconds));
    }
}
