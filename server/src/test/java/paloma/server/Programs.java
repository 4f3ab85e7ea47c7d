package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs other people's programs against ours; each ends within a bound. */
final class Programs {
    private static final int PATIENCE_SECONDS = 20;

    private Programs() {}

    /** Skips the test with a word where the program is not installed; in CI nothing is skipped. */
    static void require(String program) {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, program).canExecute());
        assumeTrue(found || "true".equals(System.getenv("CI")), program + " is not installed");
    }

    /** Runs to the end and gives what was printed on standard output; fails on another exit code than 0. */
    static String run(String input, String... command) throws IOException, InterruptedException {
        return run(input, List.of(command));
    }

    static String run(String input, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            InputStream out = process.getInputStream();
            String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            assertThat(process.exitValue())
                    .as("exit code of %s: %s", command, printed)
                    .isZero();
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }
}
