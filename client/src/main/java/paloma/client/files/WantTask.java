package paloma.client.files;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import paloma.net.Printable;
import paloma.transfer.disk.LocalCopy;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Fetched;
import paloma.transfer.tree.FetchedReader;
import paloma.transfer.tree.PackBuilder;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.tree.Wanted;
import paloma.transfer.wire.FileFacts;

/**
 * Small files to fetch: the server is told which are wanted and what is here of them, then sends what differs in one piece,
 * which is stored before that transfer is done. Both can be done again, so a server that forgets is asked anew.
 */
final class WantTask extends Task {
    private final ListedTree tree;
    private final GetRequests requests;
    private final Consumer<ListedTree.Item> larger;

    /** What is not settled yet. */
    private List<ListedTree.Item> open;

    /** What the transfer under way is about, and what is here of it, in the same order. */
    private List<Wanted> wanted = List.of();

    private List<LocalCopy> copies = List.of();
    /** Of the last answer, once all of it is stored. */
    private volatile Storing stored;

    private final List<TaskResult> settled = new ArrayList<>();
    private long settledBytes;
    private long want;
    private boolean isTold;

    /** @param larger is called with files that did not fit, on the event loop: they are to be fetched on their own */
    WantTask(ListedTree tree, List<ListedTree.Item> files, GetRequests requests, Consumer<ListedTree.Item> larger) {
        super(tree.full(files.get(0).name()), bytes(files));
        this.tree = tree;
        this.requests = requests;
        this.larger = larger;
        open = files;
    }

    private static long bytes(List<ListedTree.Item> files) {
        return files.stream().mapToLong(file -> file.facts().size()).sum();
    }

    /** Returns null where there is nothing to ask for. */
    @Override
    Transfer prepare(TransferContext context) throws RefusedException {
        if (isTold) {
            return requests.fetch(context, want, facts -> new FetchedBatch(facts, this::store));
        }
        look();
        return open.isEmpty() ? null : requests.want(context, tree.base(), Wanted.encode(wanted));
    }

    private void look() throws RefusedException {
        List<LocalCopy.Question> questions = open.stream()
                .map(file -> new LocalCopy.Question(file.name(), file.facts().size()))
                .toList();
        List<LocalCopy> found = tree.target().copies(questions);
        List<ListedTree.Item> left = new ArrayList<>();
        wanted = new ArrayList<>();
        copies = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            ListedTree.Item file = open.get(i);
            LocalCopy copy = found.get(i);
            if (copy.refusal() != null) {
                settled.add(failed(file, Outcome.How.FAILED, copy.refusal()));
            } else {
                left.add(file);
                wanted.add(new Wanted(file.name(), copy.sha256()));
                copies.add(copy);
            }
        }
        open = left;
    }

    @Override
    Outcome attempted(Transfer transfer, Outcome outcome) {
        boolean wasTold = isTold;
        isTold = outcome.isDone() && !wasTold;
        want = transfer.connection();
        if (outcome.isDone() && wasTold) {
            stored.results.forEach(this::settle);
            stored.larger.forEach(larger);
            open = List.of();
            stored = null;
        }
        return outcome;
    }

    private void settle(TaskResult one) {
        settled.add(one);
        settledBytes += one.outcome().isDone() ? one.bytes() : 0;
    }

    @Override
    boolean goesOn() {
        return isTold;
    }

    /** Called with the whole answer, on a thread that may block. */
    private void store(byte[] answer) throws RefusedException {
        List<Fetched> fetched = FetchedReader.read(answer, answer.length, wanted);
        Storing storing = new Storing();
        for (int i = 0; i < fetched.size(); i++) {
            storing.take(open.get(i), copies.get(i), fetched.get(i));
        }
        storing.unpack();
        stored = storing;
    }

    private final class Storing {
        private final List<TaskResult> results = new ArrayList<>();
        private final List<ListedTree.Item> larger = new ArrayList<>();
        private final List<ListedTree.Item> packed = new ArrayList<>();
        private final List<Boolean> here = new ArrayList<>();
        private PackBuilder pack = new PackBuilder();

        void take(ListedTree.Item file, LocalCopy copy, Fetched answer) throws RefusedException {
            switch (answer.verdict()) {
                case SAME -> takeSame(file, copy);
                case WANTED -> add(file, answer.entry(), bytes(answer.content()));
                case LATER, TOO_LARGE, CHANGE -> larger.add(file);
                case CHANGED -> takeChanged(file);
                default -> results.add(failed(file, Outcome.How.REFUSED, answer.verdict()));
            }
        }

        private void takeSame(ListedTree.Item file, LocalCopy copy) throws RefusedException {
            if (copy.sha256() == null) {
                results.add(failed(file, Outcome.How.REFUSED, Verdict.CHANGED));
            } else if (copy.hasFacts(file.facts())) {
                results.add(done(file.name(), file.facts(), true));
            } else {
                add(file, TreeEntry.file(file.name(), file.facts(), copy.sha256()), null);
            }
        }

        /** A transfer of its own sends a file as long as it was when it was opened, if that is wanted. */
        private void takeChanged(ListedTree.Item file) {
            if (requests.flags().asOpened()) {
                larger.add(file);
            } else {
                results.add(failed(file, Outcome.How.REFUSED, Verdict.CHANGED));
            }
        }

        private void add(ListedTree.Item file, TreeEntry entry, byte[] content) throws RefusedException {
            if (!pack.add(entry, content)) {
                unpack();
                pack.add(entry, content);
            }
            packed.add(new ListedTree.Item(file.name(), entry.facts()));
            here.add(content == null);
        }

        void unpack() throws RefusedException {
            if (packed.isEmpty()) {
                return;
            }
            List<Verdict> verdicts = tree.target().unpack(pack);
            for (int i = 0; i < verdicts.size(); i++) {
                stored(packed.get(i), here.get(i), verdicts.get(i));
            }
            packed.clear();
            here.clear();
            pack = new PackBuilder();
        }

        long doneBytes() {
            return results.stream()
                    .filter(one -> one.outcome().isDone())
                    .mapToLong(TaskResult::bytes)
                    .sum();
        }

        private void stored(ListedTree.Item file, boolean wasHere, Verdict verdict) {
            if (verdict == Verdict.SAME) {
                results.add(done(file.name(), file.facts(), wasHere));
            } else if (verdict.reason() == null) {
                larger.add(file); // what was here has changed meanwhile
            } else {
                results.add(failed(file, Outcome.How.FAILED, verdict));
            }
        }

        private static byte[] bytes(ByteBuffer content) {
            int from = content.arrayOffset() + content.position();
            return Arrays.copyOfRange(content.array(), from, from + content.remaining());
        }
    }

    private TaskResult done(String name, FileFacts facts, boolean wasThere) {
        long bytes = facts.size();
        return new TaskResult(tree.full(name), bytes, wasThere ? bytes : 0, true, wasThere, Outcome.DONE);
    }

    private TaskResult failed(ListedTree.Item file, Outcome.How how, Verdict verdict) {
        String name = tree.full(file.name());
        Outcome why = new Outcome(how, verdict.reason(), verdict.sentence(Printable.word(name)));
        return new TaskResult(name, file.facts().size(), 0, true, false, why);
    }

    @Override
    List<TaskResult> results(Outcome outcome) {
        List<TaskResult> all = new ArrayList<>(settled);
        if (!outcome.isDone()) {
            open.forEach(file ->
                    all.add(new TaskResult(tree.full(file.name()), file.facts().size(), 0, true, false, outcome)));
        }
        return all;
    }

    /** What says which files are wanted is not counted as sent: nothing of it is a file. */
    @Override
    void count(Transfer transfer, Tally tally) {
        Tally own = new Tally();
        transfer.count(own);
        if (transfer instanceof GetTransfer) {
            tally.addCost(own);
            tally.doneBytes += Math.min(size() - settledBytes, own.receivedBytes);
        }
        tally.doneBytes += settledBytes;
    }

    /** Half an answer is nothing; one that was stored though its transfer was stopped meanwhile is kept. */
    @Override
    OptionalLong kept() {
        Storing last = stored;
        return OptionalLong.of(last == null ? 0 : last.doneBytes());
    }

    /** What travels is about the files, and not they. */
    @Override
    long sizeBy(Transfer transfer) {
        return size();
    }
}
