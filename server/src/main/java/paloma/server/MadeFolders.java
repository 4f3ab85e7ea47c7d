package paloma.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders that a start makes, removed again when it fails. */
final class MadeFolders {
    private static final Logger LOG = LoggerFactory.getLogger(MadeFolders.class);

    private final Deque<Path> missing = new ArrayDeque<>();

    /** Notes what is missing of a folder that is going to be made, itself and those above it. */
    void before(Path folder) {
        Deque<Path> found = new ArrayDeque<>();
        for (Path each = folder.toAbsolutePath(); each != null && Files.notExists(each); each = each.getParent()) {
            found.addFirst(each);
        }
        found.forEach(missing::addFirst);
    }

    /** Removes what was missing, the latest first, as far as nothing is in it. */
    void remove() {
        try {
            for (Path folder : missing) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            LOG.debug("a folder stays", e);
        }
    }
}
