package paloma.client.terminal;

import io.netty.buffer.Unpooled;
import java.io.InputStream;
import java.io.PrintStream;
import paloma.net.BugReport;
import paloma.net.EncodingOutput;
import paloma.net.Printable;
import paloma.net.StandardOutput;

/**
 * Where a command reads and prints.
 *
 * @param typed whether a person types what comes from {@code in}
 * @param shown whether a person sees what goes to {@code out}
 * @param bugs where bugs of this program are reported
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean typed, boolean shown, BugReport bugs) {
    public static Terminal ofProcess() {
        return new Terminal(
                Descriptor.INPUT.isOpen() ? System.in : new ClosedInput(),
                StandardOutput.ofProcess(),
                EncodingOutput.ofErrors(),
                Descriptor.INPUT.isTerminal(),
                Descriptor.OUTPUT.isTerminal(),
                BugReport.ofProcess());
    }

    /** Returns one that prints on standard error, too: standard output is for data alone. */
    public Terminal besideData() {
        return new Terminal(in, err, err, typed, err instanceof EncodingOutput && Descriptor.ERROR.isTerminal(), bugs);
    }

    /** Returns whether colours are seen and wanted (no-color.org). */
    public boolean isColoured() {
        String unwanted = System.getenv("NO_COLOR");
        return shown && (unwanted == null || unwanted.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }

    public void print(String line) {
        out.println(line);
        out.flush();
    }

    /** Prints on standard error, so that a pipe carries results alone. */
    public void tell(String line) {
        err.println(line);
        err.flush();
    }

    /** Prints one sentence about a bug of this program and returns the exit code for it. */
    public int tellBug(Throwable bug) {
        tell("paloma: " + bugs.add(bug) + ".");
        return BugReport.EXIT_CODE;
    }

    /** Prints bytes from the network: on a terminal as one safe line, else byte for byte, with a line feed at the end. */
    public void printAnswer(byte[] answer) {
        boolean ended = answer.length > 0 && answer[answer.length - 1] == '\n';
        if (shown) {
            print(Printable.line(Unpooled.wrappedBuffer(answer, 0, answer.length - (ended ? 1 : 0))));
            return;
        }
        out.write(answer, 0, answer.length);
        if (!ended) {
            out.write('\n');
        }
        out.flush();
    }

    /** Returns whether the output takes nothing any more, as after {@code head} or on a full disk. */
    public boolean isGone() {
        return out.checkError();
    }
}
