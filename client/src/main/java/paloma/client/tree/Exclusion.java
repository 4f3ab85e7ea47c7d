package paloma.client.tree;

/** What of a tree the user does not want to be sent. */
@FunctionalInterface
public interface Exclusion {
    Exclusion NONE = (name, isFolder) -> false;

    /** @param name relative to the tree's top */
    boolean isExcluded(String name, boolean isFolder);
}
