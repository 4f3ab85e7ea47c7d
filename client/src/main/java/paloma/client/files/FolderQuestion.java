package paloma.client.files;

import java.util.List;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Manifest;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Kind;

/** Asks the server whether it has a folder of some name: an offer that nothing follows changes nothing. */
final class FolderQuestion extends Task {
    private final PutRequests requests;
    private volatile Verdict verdict;

    FolderQuestion(String folder, PutRequests requests) {
        super(folder, 0);
        this.requests = requests;
    }

    @Override
    Transfer prepare(TransferContext context) {
        byte[] offer = Manifest.encode(List.of(TreeEntry.folder("", FileFacts.NONE)));
        return requests.transfer(context, Kind.OFFER, name(), offer);
    }

    @Override
    Outcome attempted(Transfer transfer, Outcome outcome) {
        if (!outcome.isDone()) {
            return outcome;
        }
        try {
            verdict = Verdict.unpack(((PutTransfer) transfer).answer(), 1).get(0);
            return outcome;
        } catch (RefusedException e) {
            return new Outcome(Outcome.How.FAILED, e.reason(), e.getMessage());
        }
    }

    @Override
    void count(Transfer transfer, Tally tally) {
        Tally own = new Tally();
        transfer.count(own);
        tally.addCost(own);
    }

    @Override
    long sizeBy(Transfer transfer) {
        return 0;
    }

    /** Returns whether it has; once this is done. */
    boolean isFolder() {
        return verdict == Verdict.SAME;
    }

    /** Returns whether there is nothing of that name, so that a folder can be made. */
    boolean isFree() {
        return verdict == Verdict.CHANGE;
    }
}
