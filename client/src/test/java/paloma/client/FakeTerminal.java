package paloma.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import paloma.client.terminal.Terminal;
import paloma.net.BugReport;

/** A terminal in memory. */
public final class FakeTerminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal;

    /** @param shown whether a person sees what is printed */
    public FakeTerminal(String input, boolean shown, BugReport bugs) {
        terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false,
                shown,
                bugs);
    }

    /** Returns one that is a pipe, with the stack traces of bugs in {@code folder}. */
    public static FakeTerminal reportingTo(Path folder) {
        return new FakeTerminal("", false, new BugReport(folder));
    }

    /** Returns one that is a pipe. */
    public static FakeTerminal pipe() {
        return new FakeTerminal("", false, BugReport.ofProcess());
    }

    public Terminal terminal() {
        return terminal;
    }

    public String out() {
        return out.toString(UTF_8);
    }

    public String err() {
        return err.toString(UTF_8);
    }
}
