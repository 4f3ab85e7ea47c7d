package paloma.e2e.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;

/** How one start of the launcher ended, and what it printed, line by line. */
record Run(int exitCode, List<String> out, List<String> err) {

    static Started start(Path folder, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Started(Processes.start(builder).input(""));
    }

    /** One that is under way. */
    record Started(ChildProcess process) {

        /** Waits for the next line on standard error. */
        String nextErr() throws InterruptedException {
            return process.err().next("");
        }

        Run finish() throws InterruptedException {
            try (process) {
                return new Run(
                        process.awaitExit(),
                        process.out().toEnd(),
                        process.err().toEnd());
            }
        }
    }
}
