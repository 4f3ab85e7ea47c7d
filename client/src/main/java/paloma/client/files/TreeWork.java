package paloma.client.files;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import paloma.client.tree.BatchReader;
import paloma.client.tree.LocalTree;
import paloma.client.tree.Slice;
import paloma.client.tree.Slices;

/**
 * The sending of a tree: first what is small, in batches, and all folders; then large files, each on its own; at last what
 * the folders are to be when nothing more comes into them, so that none is closed too early.
 */
final class TreeWork {
    /** Each holds 1 MiB of files, its offer or its pack, and the chunk that is under way: 24 MiB in all. */
    private static final int BATCHES_AT_ONCE = 8;

    private final LocalTree tree;
    private final BatchReader reader;
    private final PutRequests requests;
    private final boolean asOpened;
    private final TreeOutcome outcomes;
    private final LocalTree.Places places;
    private final Queue<Integer> grown = new ConcurrentLinkedQueue<>();

    /**
     * @param asOpened whether a file that grows meanwhile is sent as long as it was
     * @param isFresh whether the server has nothing of the tree yet
     */
    TreeWork(LocalTree tree, PutRequests requests, boolean asOpened, boolean isFresh) {
        this.tree = tree;
        reader = new BatchReader(tree, asOpened);
        this.requests = requests;
        this.asOpened = asOpened;
        outcomes = new TreeOutcome(tree, isFresh);
        places = tree.places();
    }

    /** @param leftOut how much was left out already */
    Work work(int leftOut) {
        return new Work(
                tree.count() == 0 ? "" : fullName(0),
                tree.files(),
                tree.bytes(),
                leftOut,
                List.of(
                        new Work.Group(batches(Slices.of(tree)), BATCHES_AT_ONCE),
                        new Work.Group(new LargeFiles(), Integer.MAX_VALUE),
                        new Work.Group(batches(Slices.ofFolders(tree)), 1)));
    }

    private Iterator<Task> batches(Iterator<Slice> slices) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return slices.hasNext();
            }

            @Override
            public Task next() {
                Slice slice = slices.next();
                String name = fullName(slice.entries()[slice.outer()]);
                return new BatchTask(name, slice, reader, requests, outcomes, grown::add);
            }
        };
    }

    private String fullName(int entry) {
        String base = tree.base(entry);
        String name = places.name(entry);
        return base.isEmpty() ? name : name.isEmpty() ? base : base + '/' + name;
    }

    private final class LargeFiles implements Iterator<Task> {
        private int next;

        @Override
        public boolean hasNext() {
            while (next < tree.count() && !Slices.isLarge(tree, next)) {
                next++;
            }
            return next < tree.count() || !grown.isEmpty();
        }

        @Override
        public Task next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int entry = next < tree.count() ? next++ : grown.remove();
            return new TreeFileTask(
                    places.path(entry), tree.size(entry), fullName(entry), tree.isFollowed(entry), asOpened, requests);
        }
    }
}
