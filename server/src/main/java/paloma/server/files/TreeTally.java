package paloma.server.files;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import paloma.net.Count;
import paloma.transfer.tree.Fetched;
import paloma.transfer.tree.PackEntry;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;

/** What became of the entries of batches; one thread at a time. */
final class TreeTally {
    private final Map<Verdict, Integer> refused = new EnumMap<>(Verdict.class);
    private int batches;
    private int files;
    private int unchanged;
    private long bytes;

    /** Returns what is known once an offer is answered: who is wanted comes later. */
    static TreeTally ofOffer(List<TreeEntry> entries, List<Verdict> verdicts) {
        TreeTally tally = new TreeTally();
        for (int i = 0; i < verdicts.size(); i++) {
            if (!tally.countRefusal(verdicts.get(i))
                    && verdicts.get(i) == Verdict.SAME
                    && entries.get(i).kind() == TreeEntry.Kind.FILE) {
                tally.unchanged++;
            }
        }
        return tally;
    }

    static TreeTally ofPack(List<PackEntry> entries, List<Verdict> verdicts) {
        TreeTally tally = new TreeTally();
        tally.batches = 1;
        for (int i = 0; i < verdicts.size(); i++) {
            if (!tally.countRefusal(verdicts.get(i)) && entries.get(i).content() != null) {
                tally.files++;
                tally.bytes += entries.get(i).content().remaining();
            }
        }
        return tally;
    }

    static TreeTally ofFetch(List<Fetched> answers) {
        TreeTally tally = new TreeTally();
        tally.batches = 1;
        for (Fetched answer : answers) {
            if (answer.verdict() == Verdict.WANTED) {
                tally.files++;
                tally.bytes += answer.content().remaining();
            } else if (answer.verdict() == Verdict.SAME) {
                tally.unchanged++;
            } else if (answer.verdict() != Verdict.LATER) {
                tally.countRefusal(answer.verdict());
            }
        }
        return tally;
    }

    private boolean countRefusal(Verdict verdict) {
        if (verdict.reason() == null) {
            return false;
        }
        refused.merge(verdict, 1, Integer::sum);
        return true;
    }

    void add(TreeTally other) {
        other.refused.forEach((verdict, count) -> refused.merge(verdict, count, Integer::sum));
        batches += other.batches;
        files += other.files;
        unchanged += other.unchanged;
        bytes += other.bytes;
    }

    /** Returns whether there is nothing to tell. */
    boolean isEmpty() {
        return batches == 0 && unchanged == 0 && refused.isEmpty();
    }

    /** Returns the files that went whole. */
    int files() {
        return files;
    }

    Map<Verdict, Integer> refused() {
        return refused;
    }

    /** Returns it for the log: {@code 12 files, 3456 bytes in 2 batches; 3 unchanged; refused: 2 exists, 1 name}. */
    String text() {
        StringBuilder text = new StringBuilder(Count.of(files, "file") + ", " + Count.of(bytes, "byte"));
        if (batches > 0) {
            text.append(" in ").append(batches).append(batches == 1 ? " batch" : " batches");
        }
        if (unchanged > 0) {
            text.append("; ").append(unchanged).append(" unchanged");
        }
        if (!refused.isEmpty()) {
            StringJoiner reasons = new StringJoiner(", ", "; refused: ", "");
            refused.forEach((verdict, count) -> reasons.add(count + " " + FilesCounts.label(verdict)));
            text.append(reasons);
        }
        return text.toString();
    }
}
