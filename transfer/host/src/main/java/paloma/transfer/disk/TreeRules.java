package paloma.transfer.disk;

import paloma.transfer.tree.LinkRule;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;

/**
 * What of a tree is refused whatever is on the disk.
 *
 * @param fileBytes the most that one file may have
 */
record TreeRules(long fileBytes) {
    /** Returns null for an entry that may be stored, as far as its name can be. */
    Verdict refusal(TreeEntry entry) {
        return switch (entry.kind()) {
            case FILE ->
                entry.name().isEmpty() ? Verdict.NAME : size(entry.facts().size());
            case LINK -> entry.name().isEmpty() ? Verdict.NAME : link(entry);
            case FOLDER, FOLDER_FACTS -> null;
        };
    }

    private Verdict size(long size) {
        return size > Math.min(fileBytes, TreeEntry.MAX_FILE_BYTES) ? Verdict.TOO_LARGE : null;
    }

    private static Verdict link(TreeEntry entry) {
        return LinkRule.staysInside(entry.name(), entry.target()) ? null : Verdict.LEADS_OUT;
    }
}
