package paloma.client.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import paloma.net.Printable;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.PackBuilder;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;

/** Folders and links of a fetched tree, which the list has told all about: they are made without the server. */
final class UnpackTask extends Task {
    private final ListedTree tree;
    private final List<TreeEntry> entries;
    private final Set<String> failedFolders;
    private final List<TaskResult> settled = new ArrayList<>();

    /** @param failedFolders that could not be made: nothing more is said of them; by one task at a time */
    UnpackTask(ListedTree tree, List<TreeEntry> entries, Set<String> failedFolders) {
        super(tree.full(entries.get(0).name()), 0);
        this.tree = tree;
        this.entries = entries;
        this.failedFolders = failedFolders;
    }

    /** Does all of it, and so returns null. */
    @Override
    Transfer prepare(TransferContext context) throws RefusedException {
        PackBuilder pack = new PackBuilder();
        entries.forEach(entry -> pack.add(entry, null));
        List<Verdict> verdicts = tree.target().unpack(pack);
        for (int i = 0; i < entries.size(); i++) {
            settle(entries.get(i), verdicts.get(i));
        }
        return null;
    }

    private void settle(TreeEntry entry, Verdict verdict) {
        boolean isLink = entry.kind() == TreeEntry.Kind.LINK;
        String name = tree.full(entry.name());
        if (verdict == Verdict.SAME) {
            if (isLink) {
                settled.add(new TaskResult(name, 0, 0, true, false, Outcome.DONE));
            }
        } else if (verdict.reason() == null) {
            throw new IllegalStateException(entry.kind() + " is " + verdict);
        } else if (isLink || failedFolders.add(name)) {
            Outcome why = new Outcome(Outcome.How.FAILED, verdict.reason(), verdict.sentence(Printable.word(name)));
            settled.add(new TaskResult(name, 0, 0, isLink, false, why));
        }
    }

    @Override
    List<TaskResult> results(Outcome outcome) {
        if (outcome.isDone()) {
            return settled;
        }
        return entries.stream()
                .map(entry -> new TaskResult(
                        tree.full(entry.name()), 0, 0, entry.kind() == TreeEntry.Kind.LINK, false, outcome))
                .toList();
    }
}
