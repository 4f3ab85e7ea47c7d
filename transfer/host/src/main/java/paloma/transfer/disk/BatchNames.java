package paloma.transfer.disk;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import paloma.transfer.name.PartNames;

/** Hidden names of small files between their writing and their names: parts for a moment, which nobody resumes. */
final class BatchNames {
    private static final String ENDING = ".batch" + PartNames.PART;

    private BatchNames() {}

    static String fresh() {
        return '.' + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ENDING;
    }

    static boolean isOne(Path file) {
        return file.getFileName().toString().endsWith(ENDING);
    }
}
