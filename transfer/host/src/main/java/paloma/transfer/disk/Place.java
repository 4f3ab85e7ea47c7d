package paloma.transfer.disk;

import java.nio.file.Path;

/**
 * Where a file is, or will be.
 *
 * @param root the real path of the folder that names are confined to
 * @param relative the path from there, free of links as far as it exists
 */
record Place(Path root, Path relative) {
    Path path() {
        return root.resolve(relative);
    }

    Path folder() {
        return path().getParent();
    }

    /** Returns another name in the same folder. */
    Place beside(String last) {
        return new Place(root, relative.resolveSibling(last));
    }
}
