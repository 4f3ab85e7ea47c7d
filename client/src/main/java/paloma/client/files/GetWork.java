package paloma.client.files;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import paloma.transfer.tree.Manifest;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Wanted;

/**
 * The fetching of trees: first their folders, then small files in batches, large files each on its own, links when no file
 * can go through one, and at last what the folders are to be, so that none is closed too early.
 */
final class GetWork {
    /** Each holds at most 1 MiB of files, a few times over while they are stored. */
    private static final int BATCHES_AT_ONCE = 8;

    /** Where the rate is limited, they share it: while one is stored, others move. */
    private static final int LIMITED_AT_ONCE = 4;

    private static final int LEAST_KBIT = 500;

    /** What an entry takes beside its name and its content. */
    private static final int ENTRY_BYTES = 64;

    private final GetRequests requests;
    private final List<ListedTree> trees = new ArrayList<>();
    private final List<GetTask> singles = new ArrayList<>();
    private final Set<String> failedFolders = Collections.synchronizedSet(new HashSet<>());
    private final Queue<GetTask> larger = new ConcurrentLinkedQueue<>();

    GetWork(GetRequests requests) {
        this.requests = requests;
    }

    void add(ListedTree tree) {
        trees.add(tree);
    }

    void add(GetTask single) {
        singles.add(single);
    }

    /**
     * @param leftOut how much was left out already
     * @param mostAtOnce transfers of large files
     */
    Work work(int leftOut, int mostAtOnce) {
        int batchesAtOnce = batchesAtOnce();
        GetRequests batches = new GetRequests(requests.flags(), requests.limitKbit() / batchesAtOnce, requests.token());
        long files = singles.size()
                + trees.stream()
                        .mapToLong(tree -> tree.files().size() + tree.links().size())
                        .sum();
        long bytes = singles.stream().mapToLong(Task::size).sum()
                + trees.stream().mapToLong(ListedTree::bytes).sum();
        return new Work(
                name(),
                Math.toIntExact(files),
                bytes,
                leftOut,
                List.of(
                        new Work.Group(each(tree -> unpack(tree, tree.folders())), 1),
                        new Work.Group(each(tree -> small(tree, batches)), batchesAtOnce),
                        new Work.Group(new LargeFiles(), mostAtOnce),
                        new Work.Group(each(tree -> unpack(tree, tree.links())), 1),
                        new Work.Group(each(tree -> unpack(tree, facts(tree))), 1)));
    }

    private int batchesAtOnce() {
        int limit = requests.limitKbit();
        if (limit == 0) {
            return BATCHES_AT_ONCE;
        }
        long small = trees.stream()
                .flatMap(tree -> tree.files().stream())
                .filter(ListedTree.Item::isSmall)
                .mapToLong(file -> file.facts().size())
                .sum();
        return (int) Math.max(1, Math.min(Math.min(LIMITED_AT_ONCE, limit / LEAST_KBIT), small / Manifest.MAX_BYTES));
    }

    private String name() {
        return Stream.concat(
                        trees.stream()
                                .flatMap(tree -> tree.files().stream()
                                        .map(file -> tree.full(file.name()))
                                        .limit(1)),
                        singles.stream().map(Task::name))
                .findFirst()
                .orElse("");
    }

    private Iterator<Task> each(Function<ListedTree, Iterator<Task>> tasks) {
        return trees.stream()
                .flatMap(tree -> {
                    Iterable<Task> some = () -> tasks.apply(tree);
                    return StreamSupport.stream(some.spliterator(), false);
                })
                .iterator();
    }

    /** The list has a folder before what is in it. */
    private static List<TreeEntry> facts(ListedTree tree) {
        List<TreeEntry> facts = new ArrayList<>();
        for (int i = tree.folders().size() - 1; i >= 0; i--) {
            TreeEntry folder = tree.folders().get(i);
            facts.add(TreeEntry.folderFacts(folder.name(), folder.facts()));
        }
        return facts;
    }

    private Iterator<Task> unpack(ListedTree tree, List<TreeEntry> entries) {
        return new Cutter<>(entries, entry -> 1 + entry.length(), entry -> 0) {
            @Override
            Task task(List<TreeEntry> some) {
                return new UnpackTask(tree, some, failedFolders);
            }
        };
    }

    private Iterator<Task> small(ListedTree tree, GetRequests batches) {
        List<ListedTree.Item> files =
                tree.files().stream().filter(ListedTree.Item::isSmall).toList();
        return new Cutter<>(
                files,
                file -> ENTRY_BYTES
                        + Wanted.lengthOf(file.name())
                        + (int) file.facts().size(),
                file -> Wanted.lengthOf(file.name())) {
            @Override
            Task task(List<ListedTree.Item> some) {
                return new WantTask(tree, some, batches, file -> larger.add(large(tree, file)));
            }
        };
    }

    private GetTask large(ListedTree tree, ListedTree.Item file) {
        return new GetTask(tree.full(file.name()), file.facts().size(), tree.target(), file.name(), requests);
    }

    private final class LargeFiles implements Iterator<Task> {
        private final Iterator<GetTask> listed = Stream.concat(
                        singles.stream(),
                        trees.stream()
                                .flatMap(tree -> tree.files().stream()
                                        .filter(file -> !file.isSmall())
                                        .map(file -> large(tree, file))))
                .iterator();

        @Override
        public boolean hasNext() {
            return listed.hasNext() || !larger.isEmpty();
        }

        @Override
        public Task next() {
            return listed.hasNext() ? listed.next() : larger.remove();
        }
    }

    /** Cuts a list into tasks that fit into a batch each. */
    private abstract static class Cutter<T> implements Iterator<Task> {
        /** How many bytes one takes. */
        interface Bytes<T> {
            int of(T one);
        }

        private final List<T> all;
        private final Bytes<T> inBatch;
        private final Bytes<T> inWant;
        private int next;

        Cutter(List<T> all, Bytes<T> inBatch, Bytes<T> inWant) {
            this.all = all;
            this.inBatch = inBatch;
            this.inWant = inWant;
        }

        abstract Task task(List<T> some);

        @Override
        public boolean hasNext() {
            return next < all.size();
        }

        @Override
        public Task next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int first = next;
            long batch = 0;
            long want = 0;
            while (hasNext() && next - first < Manifest.MAX_ENTRIES) {
                batch += inBatch.of(all.get(next));
                want += inWant.of(all.get(next));
                if (next > first && (batch > Manifest.MAX_BYTES || want > Wanted.MAX_BYTES)) {
                    break;
                }
                next++;
            }
            return task(all.subList(first, next));
        }
    }
}
