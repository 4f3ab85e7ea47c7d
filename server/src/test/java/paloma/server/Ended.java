package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How a run of the jar went that ended by itself, and what it printed. */
record Ended(int exitCode, List<String> out, List<String> err) {
    private static final int PATIENCE_SECONDS = 20;

    static Ended of(Path folder, String... options) throws IOException, InterruptedException {
        Process process = ServerProcess.jar(folder, List.of(), List.of(options)).start();
        try {
            Lines out = Lines.of(process.getInputStream());
            Lines err = Lines.of(process.getErrorStream());
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(ended).as("ends by itself with %s", List.of(options)).isTrue();
            return new Ended(process.exitValue(), out.toEnd(), err.toEnd());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Returns what both streams said, for the words of an assertion. */
    List<String> printed() {
        List<String> both = new ArrayList<>(out);
        both.addAll(err);
        return both;
    }
}
