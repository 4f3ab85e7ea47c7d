package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Cleans up where failing matters to nobody: what stays on the disk is found by a sweep. */
final class Quietly {
    private Quietly() {}

    static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // As above.
        }
    }

    static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // As above.
        }
    }
}
