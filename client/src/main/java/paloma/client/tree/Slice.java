package paloma.client.tree;

/**
 * What one batch is made of.
 *
 * @param base that all names are relative to
 * @param entries their numbers in the tree
 * @param outer how many of them, at the beginning, are only the folders that others are in
 * @param isFacts whether it is about what folders are to be in the end
 * @param bytes of its files
 */
public record Slice(String base, int[] entries, int outer, boolean isFacts, long bytes) {}
