package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlePathTest {
    private static final int THREADS = 8;
    private static final int TURNS = 1_500;
    private static final int OPEN_AT_ONCE = 50;

    @TempDir
    private Path folder;

    @Test
    void leadsEachThreadToWhatItHasOpen() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "there is no /proc");
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Callable<Integer>> searches = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Path own = Files.createFile(folder.resolve("file-" + i));
            searches.add(() -> wrongPaths(own));
        }
        for (Future<Integer> wrong : threads.invokeAll(searches, 100, TimeUnit.SECONDS)) {
            assertThat(wrong.get()).isZero();
        }
        threads.shutdown();
    }

    /** As many files of a tree are written: many are open, and all are closed together. */
    private static int wrongPaths(Path own) throws IOException {
        int wrong = 0;
        for (int turn = 0; turn < TURNS; turn += OPEN_AT_ONCE) {
            List<FileChannel> all = new ArrayList<>();
            for (int i = 0; i < OPEN_AT_ONCE; i++) {
                FileChannel open = FileChannel.open(own, StandardOpenOption.READ);
                all.add(open);
                Path found = HandlePath.of(open, null);
                wrong += found == null || !own.equals(Files.readSymbolicLink(found)) ? 1 : 0;
            }
            for (FileChannel open : all) {
                open.close();
            }
        }
        return wrong;
    }
}
