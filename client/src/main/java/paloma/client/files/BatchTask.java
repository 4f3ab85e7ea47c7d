package paloma.client.files;

import java.util.List;
import java.util.function.IntConsumer;
import paloma.client.tree.BatchReader;
import paloma.client.tree.Slice;

/** A part of a tree to send. */
final class BatchTask extends Task {
    private final String base;
    private final BatchTalk talk;
    private final PutRequests requests;

    /** @param grown is called with files that are too large for a batch by now, on any thread */
    BatchTask(
            String name,
            Slice slice,
            BatchReader reader,
            PutRequests requests,
            TreeOutcome outcomes,
            IntConsumer grown) {
        super(name, slice.bytes());
        base = slice.base();
        talk = new BatchTalk(slice, reader, outcomes, grown);
        this.requests = requests;
    }

    @Override
    Transfer prepare(TransferContext context) {
        BatchTalk.Say say = talk.next();
        return say == null ? null : requests.transfer(context, say.kind(), base, say.content());
    }

    @Override
    Outcome attempted(Transfer transfer, Outcome outcome) {
        if (outcome.isDone()) {
            return talk.answered(((PutTransfer) transfer).answer());
        }
        talk.failed();
        return outcome;
    }

    @Override
    boolean goesOn() {
        return talk.goesOn();
    }

    @Override
    List<TaskResult> results(Outcome outcome) {
        return talk.results(outcome);
    }

    @Override
    void count(Transfer transfer, Tally tally) {
        Tally own = new Tally();
        transfer.count(own);
        tally.addCost(own);
        tally.doneBytes += talk.settledBytes() + Math.min(own.doneBytes, talk.sentBytes());
        tally.heldBytes += talk.heldBytes();
    }

    /** What travels is about the files, and not they. */
    @Override
    long sizeBy(Transfer transfer) {
        return size();
    }
}
