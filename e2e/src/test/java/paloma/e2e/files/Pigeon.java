package paloma.e2e.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import paloma.client.Main;
import paloma.client.terminal.Terminal;
import paloma.net.BugReport;
import paloma.net.StandardOutput;
import paloma.testkit.Ended;

/** The client's commands, in this process. */
final class Pigeon {
    private Pigeon() {}

    /** Runs a command line to its end. */
    static Ended run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(),
                new StandardOutput(out, UTF_8),
                new PrintStream(err, true, UTF_8),
                false,
                false,
                BugReport.ofProcess());
        int exitCode = Main.run(terminal, words);
        return new Ended(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
