package paloma.transfer.disk;

import java.nio.file.Path;

/** Where a file is, or will be, in a folder that is open. */
record Place(OpenFolder folder, String last) {
    /** Returns the path that leads there while the folder is open. */
    Path path() {
        return folder.path(last);
    }

    /** Returns another name in the same folder. */
    Place beside(String other) {
        return new Place(folder, other);
    }
}
