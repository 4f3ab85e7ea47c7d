package paloma.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.terminal.Terminal;
import paloma.net.BugReport;

/** Whatever breaks in a command: one sentence, the trace in a file, exit code 70. */
class MainBugTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host localhost",
                "echo HOST -c 1",
                "upper x --host HOST",
                "prime 17 --host HOST",
                "greet --host HOST",
                "generate-completion",
                ""
            })
    void aBugInACommandIsOneSentence(String words) throws Exception {
        try (FakeUdp server = FakeUdp.answering(List::of)) {
            String[] args = words.isEmpty()
                    ? new String[0]
                    : words.replace("HOST", server.host()).split(" ");

            assertThat(Main.run(terminal(new Broken(new IllegalStateException("broken"))), args))
                    .isEqualTo(70);
        }
        assertOneSentenceAbout("java.lang.IllegalStateException: broken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host localhost", "generate-completion"})
    void anErrorIsOneSentence(String words) throws Exception {
        assertThat(Main.run(terminal(new Broken(new StackOverflowError("deep"))), words.split(" ")))
                .isEqualTo(70);
        assertOneSentenceAbout("java.lang.StackOverflowError: deep");
    }

    @Test
    void aBugOnAnotherThreadCountsToo() {
        Terminal terminal = terminal(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
        terminal.bugs().add(new AssertionError("elsewhere"));

        assertThat(Main.run(terminal, "--version")).isEqualTo(70);
    }

    @Test
    void nettyPrintsNothingByJavaUtilLogging() {
        List<LogRecord> records = new ArrayList<>();
        Handler recorder = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(recorder);
        try {
            Main.run(terminal(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8)), "--version");
            InternalLoggerFactory.getInstance("client").warn("broken", new AssertionError());
        } finally {
            root.removeHandler(recorder);
        }

        assertThat(records).isEmpty();
    }

    @Test
    void aFileOfThisMachineThatFailsIsNoBug() {
        PrintStream unwritable = new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void println(String line) {
                MainBugTest.<RuntimeException>sneak(new AccessDeniedException("/out"));
            }
        };

        assertThat(Main.run(terminal(unwritable), "host", "localhost")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).isEqualTo("\"/out\": permission denied." + System.lineSeparator());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable cause) throws T {
        throw (T) cause;
    }

    private void assertOneSentenceAbout(String bug) throws IOException {
        String told = err.toString(UTF_8);
        String last = told.lines().reduce((one, two) -> two).orElse("");
        assertThat(last).startsWith("paloma: internal error: " + bug + "; please report it with the stack trace in ");
        assertThat(told).doesNotContain("\tat ");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(Files.readString(files.findFirst().orElseThrow())).contains(bug, "\tat ");
        }
    }

    private Terminal terminal(PrintStream out) {
        return new Terminal(
                InputStream.nullInputStream(),
                out,
                new PrintStream(err, true, UTF_8),
                false,
                false,
                new BugReport(folder));
    }

    /** Standard output at which everything breaks. */
    private static final class Broken extends PrintStream {
        Broken(Throwable bug) {
            super(new OutputStream() {
                @Override
                public void write(int b) {
                    if (bug instanceof Error e) {
                        throw e;
                    }
                    throw (RuntimeException) bug;
                }
            });
        }
    }
}
