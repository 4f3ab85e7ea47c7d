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
 * What is said to a server about a part of a tree, and what it answers: what there is is offered, and what it wants of that
 * is sent packed; at once, where it is known that all is wanted. Both can be done again, so a server that forgets is
 * offered it again, from memory.
 */
final class BatchTalk {
    private final Slice slice;
    private final BatchReader reader;
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

    /**
     * What is to be sent now.
     *
     * @param kind an offer or a pack
     * @param content at most 1 MiB
     */
    record Say(Kind kind, byte[] content) {}

    /** @param grown is called with files that are too large by now, on any thread */
    BatchTalk(Slice slice, BatchReader reader, TreeOutcome outcomes, IntConsumer grown) {
        this.slice = slice;
        this.reader = reader;
        this.outcomes = outcomes;
        this.grown = grown;
    }

    /** Returns what is to be sent next, or null where nothing is left; on a thread that may block. */
    Say next() {
        while (open.isEmpty() && next < slice.entries().length) {
            read();
            takeAllAsWanted();
        }
        if (open.isEmpty()) {
            return null;
        }
        if (isPacking) {
            return new Say(Kind.PACK, pack());
        }
        asked = open;
        return new Say(Kind.OFFER, manifest());
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

    private void takeAllAsWanted() {
        if (!open.isEmpty() && outcomes.isAllWanted(slice)) {
            isPacking = true;
            asked = open;
            wanted.clear();
            for (int i = 0; i < asked.size(); i++) {
                wanted.set(i, asked.get(i).content() != null);
            }
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

    /** Called when what was said was lost on its way, or refused as a whole. */
    void failed() {
        isPacking = false;
    }

    /** Takes the answer to what was said last, and returns what that means for this batch. */
    Outcome answered(byte[] answer) {
        try {
            List<Verdict> verdicts = Verdict.unpack(answer, asked.size());
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
        outcomes.changed();
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
                default -> {
                    if (verdicts.get(i) == Verdict.CHANGED && !wanted.get(i)) {
                        again.add(item); // it was there, and is another file by now
                    } else {
                        settle(item, verdicts.get(i));
                    }
                }
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

    /** Returns whether more is to be said after an answer that was good. */
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

    /** Returns what became of all; what is not settled has the outcome of the whole. */
    List<TaskResult> results(Outcome outcome) {
        if (!outcome.isDone()) {
            open.stream().filter(item -> !item.isOuter()).forEach(item -> fail(item, outcome));
        }
        return settled;
    }

    /** Returns the bytes of files that are there by now; of those, {@link #heldBytes} were before. */
    long settledBytes() {
        return settledBytes;
    }

    long heldBytes() {
        return settledHeldBytes;
    }

    /** Returns how many bytes of files are in what is sent now. */
    long sentBytes() {
        return isPacking ? wantedBytes() : 0;
    }

    private long wantedBytes() {
        return wanted.stream()
                .mapToLong(i -> asked.get(i).entry().facts().size())
                .sum();
    }
}
