package paloma.client.files;

import java.util.List;
import java.util.OptionalLong;
import paloma.net.Printable;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.LocalCopy;
import paloma.transfer.disk.Root;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/** A file to fetch from the server, by a transfer of its own. */
final class GetTask extends Task {
    private final TreeTarget target;
    private final String name;
    private final GetRequests requests;

    /**
     * @param source its name on the server
     * @param size 0 if it is not known
     * @param name here, relative to the target's base
     */
    GetTask(String source, long size, TreeTarget target, String name, GetRequests requests) {
        super(source, size);
        this.target = target;
        this.name = name;
        this.requests = requests;
    }

    @Override
    Transfer prepare(TransferContext context) throws RefusedException {
        FileName.parse(name());
        requireWay();
        FileName file = FileName.parse(target.full(name));
        long bytes = size() == 0 ? Root.SIZE_UNKNOWN : size();
        List<BlockRange> held = target.root().begun(file, bytes, target.force(), BlockRange.MAX_IN_LIST);
        return requests.file(context, name(), held, facts -> open(file, facts));
    }

    /** Of a file that is not there any more, nothing of use is kept. */
    @Override
    Outcome attempted(Transfer transfer, Outcome outcome) {
        if (outcome.how() == Outcome.How.REFUSED && outcome.reason() == Reason.NOT_FOUND) {
            transfer.context().disk().execute(this::forget);
        }
        return outcome;
    }

    private void forget() {
        try {
            target.root().forget(FileName.parse(target.full(name)));
        } catch (RefusedException e) {
            // Then there is none that could be found again.
        }
    }

    @Override
    OptionalLong kept() {
        try {
            return OptionalLong.of(target.root().kept(FileName.parse(target.full(name))));
        } catch (RefusedException unreadable) {
            return OptionalLong.empty();
        }
    }

    /** A link here may lead anywhere: a tree is never written through one, only in its place. */
    private void requireWay() throws RefusedException {
        List<LocalCopy.Question> question = List.of(new LocalCopy.Question(name, -1));
        Verdict refusal =
                target.root().copies(target.base(), question, true).get(0).refusal();
        if (refusal != null) {
            throw new RefusedException(refusal.reason(), refusal.sentence(Printable.word(target.full(name))));
        }
    }

    private IncomingFile open(FileName file, FileFacts facts) throws RefusedException {
        TransferContext.checkMemory(facts);
        return target.root().receive(file, facts, target.force());
    }
}
