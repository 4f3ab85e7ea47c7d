package paloma.client.files;

import java.util.BitSet;
import paloma.client.tree.LocalTree;
import paloma.client.tree.Slice;

/** What has become of a tree so far. On the event loop, where nothing else is said. */
final class TreeOutcome {
    private final LocalTree tree;
    private final boolean isFresh;
    private final BitSet failed = new BitSet();
    private volatile boolean hasChanged;

    /** @param isFresh whether the server has told that it has nothing of the tree */
    TreeOutcome(LocalTree tree, boolean isFresh) {
        this.tree = tree;
        this.isFresh = isFresh;
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

    /** Called when something was made on the server: the times of folders are not what they are to be. */
    void changed() {
        hasChanged = true;
    }

    /** Returns whether all of a slice will be wanted, so that it need not be asked for; on any thread. */
    boolean isAllWanted(Slice slice) {
        return slice.isFacts() ? hasChanged : isFresh;
    }
}
