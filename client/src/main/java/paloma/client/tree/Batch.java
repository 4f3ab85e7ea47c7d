package paloma.client.tree;

import java.util.List;
import paloma.transfer.tree.TreeEntry;

/**
 * A part of a tree, read into memory.
 *
 * @param grown files that are too large for a batch by now
 * @param next where in the slice the next batch begins
 */
public record Batch(List<Item> items, List<Integer> grown, List<LeftOut> leftOut, int next) {
    /**
     * One entry.
     *
     * @param number in the tree
     * @param content of a file, else null
     * @param isOuter whether it is there for others that are in it, and is reported elsewhere
     */
    public record Item(int number, TreeEntry entry, byte[] content, boolean isOuter) {}
}
