package paloma.client.files;

import java.util.List;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/** A file to send under another name; where that is a folder of the server, into it, as scp does. */
final class PutAsTask extends Task {
    private final Task renamed;
    private final FolderQuestion question;
    private final Task inside;
    private Task now;
    private Outcome refusal;
    private boolean goesOn;

    /**
     * @param renamed sends it under the name
     * @param question asks whether that is a folder
     * @param inside sends it into the folder
     */
    PutAsTask(Task renamed, FolderQuestion question, Task inside) {
        super(renamed.name(), renamed.size());
        this.renamed = renamed;
        this.question = question;
        this.inside = inside;
        now = renamed;
    }

    @Override
    Transfer prepare(TransferContext context) throws RefusedException {
        return now.prepare(context);
    }

    @Override
    Outcome attempted(Transfer transfer, Outcome how) {
        goesOn = false;
        Outcome outcome = now.attempted(transfer, how);
        if (now == question) {
            return answered(outcome);
        }
        if (now == inside) {
            Tally moved = new Tally();
            transfer.count(moved);
            inside.held(moved.heldBytes);
            inside.size(inside.sizeBy(transfer));
        } else if (outcome.how() == Outcome.How.REFUSED && outcome.reason() == Reason.EXISTS) {
            refusal = outcome;
            return goOn(question);
        }
        return outcome;
    }

    /** Where the server will not say, it stays with what it said before. */
    private Outcome answered(Outcome outcome) {
        if (outcome.isDone() && question.isFolder()) {
            return goOn(inside);
        }
        boolean isRefused = outcome.how() == Outcome.How.REFUSED && !outcome.isForgotten() && !outcome.isBusy();
        return outcome.isDone() || isRefused ? refusal : outcome;
    }

    private Outcome goOn(Task next) {
        now = next;
        goesOn = true;
        return Outcome.DONE;
    }

    @Override
    boolean goesOn() {
        return goesOn;
    }

    @Override
    List<TaskResult> results(Outcome outcome) {
        return now == inside ? inside.results(outcome) : super.results(outcome);
    }

    @Override
    void count(Transfer transfer, Tally tally) {
        if (now == renamed) {
            super.count(transfer, tally);
        } else {
            now.count(transfer, tally);
        }
    }

    /** The question has none. */
    @Override
    long sizeBy(Transfer transfer) {
        return now == question ? size() : now.sizeBy(transfer);
    }
}
