package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;

/** Says what is wanted of a tree; changes nothing. */
record Offer(TreeFolders folders, TreeRules rules, boolean force) {
    List<Verdict> verdicts(List<TreeEntry> entries) {
        List<Verdict> verdicts = new ArrayList<>(entries.size());
        for (TreeEntry entry : entries) {
            Verdict refusal = rules.refusal(entry);
            verdicts.add(refusal != null ? refusal : TreeFault.verdict(() -> verdict(entry)));
        }
        return verdicts;
    }

    private Verdict verdict(TreeEntry entry) throws IOException, RefusedException {
        Path path = folders.path(entry.name());
        if (path == null) {
            return ofRoot(entry);
        }
        Place place = place(path);
        BasicFileAttributes found = place == null ? null : PresentEntry.attributes(place);
        return switch (entry.kind()) {
            case FILE, LINK -> PresentEntry.verdict(place, found, entry, force);
            case FOLDER, FOLDER_FACTS -> PresentEntry.folder(found, entry);
        };
    }

    /** The root itself belongs to whoever shares it. */
    static Verdict ofRoot(TreeEntry entry) {
        return entry.kind() == TreeEntry.Kind.FOLDER ? Verdict.SAME : Verdict.PERMISSION;
    }

    /** Returns null where the folder is not there. */
    private Place place(Path path) throws IOException {
        try {
            return new Place(folders.open(path.getParent()), NameBytes.of(path));
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
