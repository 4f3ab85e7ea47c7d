package paloma.client.files;

import java.util.BitSet;
import paloma.client.tree.LocalTree;

/** Which folders of a tree could not be made: what is in them fails too. On the event loop. */
final class TreeOutcome {
    private final LocalTree tree;
    private final BitSet failed = new BitSet();

    TreeOutcome(LocalTree tree) {
        this.tree = tree;
    }

    /** Called when a folder has failed; returns whether neither it nor one that it is in had failed before. */
    boolean failed(int folder) {
        for (int at = folder; at >= 0; at = tree.folder(at)) {
            if (failed.get(at)) {
                return false;
            }
        }
        failed.set(folder);
        return true;
    }
}
