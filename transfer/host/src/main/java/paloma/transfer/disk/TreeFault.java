package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.NotDirectoryException;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Verdict;

/** What fails of one entry of a batch is its verdict; the others go on. */
final class TreeFault {
    private TreeFault() {}

    interface Step {
        Verdict run() throws IOException, RefusedException;
    }

    static Verdict verdict(Step step) {
        try {
            return step.run();
        } catch (IOException e) {
            return of(e);
        } catch (RefusedException e) {
            return Verdict.of(e.reason());
        }
    }

    static Verdict of(IOException e) {
        return e instanceof NotDirectoryException
                ? Verdict.KIND
                : Verdict.of(DiskFault.of(e, "").reason());
    }
}
