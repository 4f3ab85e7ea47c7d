package paloma.e2e.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How one start of the launcher ended, and what it printed, line by line. */
record Run(int exitCode, List<String> out, List<String> err) {

    static Started start(Path folder, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Started(builder.start());
    }

    /** One that is under way. Prints little: what it says fits into the pipes. */
    record Started(Process process) {

        /** Waits for the next line on standard error. */
        String nextErr() throws IOException {
            return err().readLine();
        }

        Run finish() throws InterruptedException {
            try {
                assertThat(process.waitFor(20, SECONDS)).isTrue();
                return new Run(
                        process.exitValue(),
                        process.inputReader(UTF_8).lines().toList(),
                        err().lines().toList());
            } finally {
                process.destroyForcibly();
            }
        }

        private BufferedReader err() {
            return process.errorReader(UTF_8);
        }
    }
}
