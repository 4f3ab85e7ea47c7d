package paloma.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import paloma.client.terminal.Terminal;
import paloma.net.BugReport;
import paloma.net.StandardOutput;

/** A terminal in memory. */
public final class FakeTerminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal;

    /** @param shown whether a person sees what is printed */
    public FakeTerminal(String input, boolean shown, BugReport bugs) {
        this(input, shown, bugs, null);
    }

    private FakeTerminal(String input, boolean shown, BugReport bugs, OutputStream broken) {
        terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new StandardOutput(broken == null ? out : broken, UTF_8),
                new PrintStream(err, true, UTF_8),
                false,
                shown,
                bugs);
    }

    /** Returns one that is a pipe, with the stack traces of bugs in {@code folder}. */
    public static FakeTerminal reportingTo(Path folder) {
        return new FakeTerminal("", false, new BugReport(folder));
    }

    /** Returns one whose output takes nothing, for the reason that the kernel gives. */
    public static FakeTerminal refusing(String reason, String input) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
        return new FakeTerminal(input, false, BugReport.ofProcess(), broken);
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
