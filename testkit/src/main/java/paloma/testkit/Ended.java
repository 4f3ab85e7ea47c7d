package paloma.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

/** How a program ended, and what it printed. */
public record Ended(int exitCode, String out, String err) {

    /** Runs a program that ends by itself; its standard input is empty. */
    public static Ended of(String... command) throws IOException, InterruptedException {
        return of(List.of(command));
    }

    public static Ended of(List<String> command) throws IOException, InterruptedException {
        return of("", new ProcessBuilder(command));
    }

    public static Ended of(String input, ProcessBuilder builder) throws IOException, InterruptedException {
        try (ChildProcess process = Processes.start(builder)) {
            int exitCode = process.input(input).awaitExit();
            return new Ended(exitCode, process.out().textToEnd(), process.err().textToEnd());
        }
    }

    /** Runs a program to a good end, and returns what it printed on standard output. */
    public static String printedBy(String input, String... command) throws IOException, InterruptedException {
        return of(input, new ProcessBuilder(command)).succeeded().out();
    }

    /** Fails when the exit code is not 0. */
    public Ended succeeded() {
        assertThat(exitCode).as("exit code after %s%s", out, err).isZero();
        return this;
    }

    public List<String> outLines() {
        return out.lines().toList();
    }

    public List<String> errLines() {
        return err.lines().toList();
    }
}
