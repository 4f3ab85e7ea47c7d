package paloma.client.files;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import paloma.client.tree.Batch;
import paloma.client.tree.BatchReader;
import paloma.client.tree.LeftOut;
import paloma.client.tree.Slice;
import paloma.net.Printable;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Manifest;
import paloma.transfer.tree.PackBuilder;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Reason;

/**
 * A part of a tree to send: what there is of it is offered, and what the server wants of that is sent packed. Both can be
 * done again, so a server that forgets is offered it again, from memory.
 */
final class BatchTask extends Task {
    private final Slice slice;
    private final BatchReader reader;
    private final PutRequests requests;
    private final TreeOutcome outcomes;
    private final IntConsumer grown;

    /** What is not settled yet of what was read; the rest of the slice begins at {@link #next}. */
    private List<Batch.Item> open = List.of();

    /** What the transfer under way is about, in the order of the verdicts to come. */
    private List<Batch.Item> asked = List.of();

    /** Of those, by index, the ones whose content is wanted. */
    private final BitSet wanted = new BitSet();

    private final List<TaskResult> settled = new ArrayList<>();
    private long settledBytes;
    private long settledHeldBytes;
    private int next;
    private boolean isPacking;
    private boolean isBusy;

    /** @param grown is called with files that are too large by now, on any thread */
    BatchTask(
            String name,
            Slice slice,
            BatchReader reader,
            PutRequests requests,
            TreeOutcome outcomes,
            IntConsumer grown) {
        super(name, slice.bytes());
        this.slice = slice;
        this.reader = reader;
        this.requests = requests;
        this.outcomes = outcomes;
        this.grown = grown;
    }

    /** Returns null where nothing is left to be asked. */
    @Override
    Transfer prepare(TransferContext context) {
        while (open.isEmpty() && next < slice.entries().length) {
            read();
        }
        if (open.isEmpty()) {
            return null;
        }
        if (!isPacking) {
            asked = open;
        }
        Kind kind = isPacking ? Kind.PACK : Kind.OFFER;
        return requests.transfer(context, kind, slice.base(), isPacking ? pack() : manifest());
    }

    private void read() {
        Batch batch = reader.read(slice, next);
        next = batch.next();
        boolean isOuterAlone = batch.items().stream().allMatch(Batch.Item::isOuter);
        open = isOuterAlone ? List.of() : batch.items();
        batch.grown().forEach(grown::accept);
        for (LeftOut one : batch.leftOut()) {
            settled.add(new TaskResult(one.name(), 0, 0, true, false, Outcome.leftOut(one.why())));
        }
    }

    private byte[] manifest() {
        return Manifest.encode(asked.stream().map(Batch.Item::entry).toList());
    }

    private byte[] pack() {
        PackBuilder pack = new PackBuilder();
        for (int i = 0; i < asked.size(); i++) {
            Batch.Item item = asked.get(i);
            if (!pack.add(item.entry(), wanted.get(i) ? item.content() : null)) {
                throw new IllegalStateException("a batch is larger than a pack");
            }
        }
        return pack.bytes();
    }

    @Override
    Outcome attempted(Transfer transfer, Outcome outcome) {
        if (!outcome.isDone()) {
            isPacking = false;
            return outcome;
        }
        try {
            List<Verdict> verdicts = Verdict.unpack(((PutTransfer) transfer).answer(), asked.size());
            return isPacking ? packed(verdicts) : offered(verdicts);
        } catch (RefusedException e) {
            return new Outcome(Outcome.How.FAILED, e.reason(), e.getMessage());
        }
    }

    private Outcome offered(List<Verdict> verdicts) {
        List<Batch.Item> missing = new ArrayList<>();
        List<Batch.Item> later = new ArrayList<>();
        wanted.clear();
        for (int i = 0; i < verdicts.size(); i++) {
            Batch.Item item = asked.get(i);
            switch (verdicts.get(i)) {
                case WANTED, CHANGE -> {
                    wanted.set(missing.size(), verdicts.get(i) == Verdict.WANTED);
                    missing.add(item);
                }
                case BUSY, LATER -> later.add(item);
                case SAME -> settle(item, true);
                default -> settle(item, verdicts.get(i));
            }
        }
        isBusy = !later.isEmpty();
        isPacking = !missing.isEmpty();
        asked = missing;
        open = new ArrayList<>(later);
        open.addAll(missing);
        return outcome();
    }

    private Outcome packed(List<Verdict> verdicts) {
        List<Batch.Item> again = new ArrayList<>(open.subList(0, open.size() - asked.size()));
        for (int i = 0; i < verdicts.size(); i++) {
            Batch.Item item = asked.get(i);
            switch (verdicts.get(i)) {
                case SAME -> settle(item, !wanted.get(i));
                case BUSY, LATER -> {
                    isBusy = true;
                    again.add(item);
                }
                case WANTED, CHANGE -> again.add(item);
                default -> settle(item, verdicts.get(i));
            }
        }
        isPacking = false;
        open = again;
        return outcome();
    }

    /** What was not settled is asked for again: at once what changed at the server, later what another transfer has. */
    private Outcome outcome() {
        if (isPacking || open.isEmpty()) {
            return Outcome.DONE;
        }
        Reason reason = isBusy ? Reason.BUSY : Reason.UNKNOWN_TRANSFER;
        String name = Printable.word(full(open.get(0).entry().name()));
        return new Outcome(Outcome.How.REFUSED, reason, isBusy ? Verdict.BUSY.sentence(name) : "");
    }

    @Override
    boolean goesOn() {
        return isPacking || next < slice.entries().length;
    }

    private void settle(Batch.Item item, boolean wasThere) {
        TreeEntry entry = item.entry();
        if (item.isOuter() || isFolder(entry)) {
            return;
        }
        long bytes = entry.facts().size();
        settledBytes += bytes;
        settledHeldBytes += wasThere ? bytes : 0;
        settled.add(new TaskResult(full(entry.name()), bytes, wasThere ? bytes : 0, true, wasThere, Outcome.DONE));
    }

    private void settle(Batch.Item item, Verdict verdict) {
        if (!item.isOuter()) {
            String name = Printable.word(full(item.entry().name()));
            fail(item, new Outcome(Outcome.How.REFUSED, verdict.reason(), verdict.sentence(name)));
        }
    }

    /** Of a folder only the first failure is reported: without it, its facts fail too. */
    private void fail(Batch.Item item, Outcome why) {
        TreeEntry entry = item.entry();
        boolean isFirst = !isFolder(entry) || outcomes.failed(item.number());
        if (isFirst) {
            settled.add(new TaskResult(full(entry.name()), entry.facts().size(), 0, !isFolder(entry), false, why));
        }
    }

    private static boolean isFolder(TreeEntry entry) {
        return entry.kind() == TreeEntry.Kind.FOLDER || entry.kind() == TreeEntry.Kind.FOLDER_FACTS;
    }

    private String full(String name) {
        return slice.base().isEmpty() ? name : name.isEmpty() ? slice.base() : slice.base() + '/' + name;
    }

    @Override
    List<TaskResult> results(Outcome outcome) {
        if (!outcome.isDone()) {
            open.stream().filter(item -> !item.isOuter()).forEach(item -> fail(item, outcome));
        }
        return settled;
    }

    @Override
    void count(Transfer transfer, Tally tally) {
        Tally own = new Tally();
        transfer.count(own);
        tally.addCost(own);
        tally.doneBytes += settledBytes + (isPacking ? Math.min(own.doneBytes, wantedBytes()) : 0);
        tally.heldBytes += settledHeldBytes;
    }

    private long wantedBytes() {
        return wanted.stream()
                .mapToLong(i -> asked.get(i).entry().facts().size())
                .sum();
    }

    /** What travels is about the files, and not they. */
    @Override
    long sizeBy(Transfer transfer) {
        return size();
    }
}
