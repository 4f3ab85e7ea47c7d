package paloma.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders and the key that a start makes, removed again when it fails. */
final class MadeFolders {
    private static final Logger LOG = LoggerFactory.getLogger(MadeFolders.class);

    private final Deque<Path> missing = new ArrayDeque<>();

    /** Notes what is missing of a folder or a file that is going to be made, itself and the folders above it. */
    void before(Path folder) {
        Deque<Path> found = new ArrayDeque<>();
        for (Path each = folder.toAbsolutePath(); each != null && Files.notExists(each); each = each.getParent()) {
            found.addFirst(each);
        }
        found.forEach(missing::addFirst);
    }

    /** Removes what was missing, the latest first, as far as nothing is in it. */
    void remove() {
        for (Path made : missing) {
            try {
                Files.deleteIfExists(made);
            } catch (IOException e) {
                LOG.debug("{} stays", made, e);
            }
        }
    }
}
