package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.audio.pcm.PcmFormat;
import paloma.net.BugReport;
import paloma.testkit.FreePorts;
import picocli.CommandLine;

/** Whatever breaks in a command, on whichever thread: it ends with one sentence, a trace in a file, and exit code 70. */
@Timeout(120)
class MainBugTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();
    private BugReport shared;

    @ParameterizedTest
    @MethodSource("paloma.audio.Bugs#ofEachKind")
    void onTheCapturingThread(Throwable bug) throws Exception {
        try (DatagramSocket listener = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int code = run(brokenInput(bug), "send", "--to", "127.0.0.1:" + listener.getLocalPort(), "--from", "-");

            assertThat(code).isEqualTo(70);
            assertOneSentenceAbout(bug);
            assertThat(err.toString()).contains("Sent 0.0 s in 0 packets, ");
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.audio.Bugs#ofEachKind")
    void onThePlayingThread(Throwable bug) throws Exception {
        int code = run(
                brokenOutput(bug), "receive", "--listen", "127.0.0.1:" + FreePorts.udp(), "--wire", "raw", "--to", "-");

        assertThat(code).isEqualTo(70);
        assertOneSentenceAbout(bug);
        assertThat(err.toString()).contains("Waiting for a sender at 127.0.0.1:");
    }

    @ParameterizedTest
    @MethodSource("paloma.audio.Bugs#ofEachKind")
    void onTheMainThread(Throwable bug) throws Exception {
        for (String command : List.of("devices", "sdp")) {
            CommandLine program = program(InputStream.nullInputStream(), OutputStream.nullOutputStream());
            program.setOut(new PrintWriter(new BrokenWriter(bug)));

            assertThat(Main.run(program, new BugReport(folder), command)).isEqualTo(70);
        }
        assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith(sentence(bug)));
    }

    @Test
    void aBugThatAnotherThreadReportedCountsToo() {
        BugReport bugs = new BugReport(folder);
        bugs.add(new AssertionError("elsewhere"));
        CommandLine program = program(InputStream.nullInputStream(), OutputStream.nullOutputStream());

        assertThat(Main.run(program, bugs, "--version")).isEqualTo(70);
    }

    /** A disk that is full when the last second of a recording is written is none of our bugs. */
    @Test
    void aFileThatCannotBeClosedIsAnOutcome() throws Exception {
        CommandLine program = program(InputStream.nullInputStream(), OutputStream.nullOutputStream());
        program.setOut(new PrintWriter(new BrokenWriter(
                new UncheckedIOException("The last second of \"a.wav\" is lost: full", new IOException()))));

        assertThat(Main.run(program, new BugReport(folder), "sdp")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("The last second of \"a.wav\" is lost: full");
        assertThat(traces()).isEmpty();
    }

    @Test
    void aSinkThatIsClosedIsAnOutcome() throws Exception {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        int code = run(closed, "receive", "--listen", "127.0.0.1:" + FreePorts.udp(), "--wire", "raw", "--to", "-");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("Broken pipe.").doesNotContain("internal error");
        assertThat(traces()).isEmpty();
    }

    @Test
    void aDiskThatFillsUpIsToldWithWhatItTook() throws Exception {
        OutputStream full = new OutputStream() {
            private int left = PcmFormat.DEFAULT.frameBytes() * PcmFormat.DEFAULT.rate() / 2;

            @Override
            public void write(int b) throws IOException {
                if (left-- <= 0) {
                    throw new IOException("No space left on device");
                }
            }
        };
        int code = run(full, "receive", "--listen", "127.0.0.1:" + FreePorts.udp(), "--wire", "raw", "--to", "-");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines())
                .contains("The sink failed: No space left on device. Standard output took 0.5 s.")
                .endsWith("Nothing was received.");
        assertThat(traces()).isEmpty();
    }

    @Test
    void aSourceThatFailsIsAnOutcome() throws Exception {
        InputStream unplugged = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }
        };
        try (DatagramSocket listener = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int code = run(unplugged, "send", "--to", "127.0.0.1:" + listener.getLocalPort(), "--from", "-");

            assertThat(code).isEqualTo(1);
            assertThat(err.toString()).contains("Input/output error.").doesNotContain("internal error");
            assertThat(traces()).isEmpty();
        }
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
            CommandLine program = program(InputStream.nullInputStream(), OutputStream.nullOutputStream());
            Main.run(program, new BugReport(folder), "--version");
            InternalLoggerFactory.getInstance("audio").warn("broken", new AssertionError());
        } finally {
            root.removeHandler(recorder);
        }

        assertThat(records).isEmpty();
    }

    private BugReport bugs() {
        if (shared == null) {
            shared = new BugReport(folder);
        }
        return shared;
    }

    private int run(InputStream in, String... args) {
        return Main.run(program(in, OutputStream.nullOutputStream()), bugs(), args);
    }

    private int run(OutputStream to, String... args) {
        return Main.run(program(InputStream.nullInputStream(), to), bugs(), args);
    }

    private CommandLine program(InputStream in, OutputStream to) {
        return Main.commandLine(in, to, bugs())
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(out, true));
    }

    private void assertOneSentenceAbout(Throwable bug) throws IOException {
        assertThat(err.toString().lines().filter(line -> line.startsWith(sentence(bug))))
                .hasSize(1);
        assertThat(err.toString()).doesNotContain("\tat ");
        assertThat(traces()).hasSize(1);
        assertThat(Files.readString(traces().get(0)))
                .containsOnlyOnce(bug.toString())
                .contains("\tat ");
    }

    private static String sentence(Throwable bug) {
        return "paloma: internal error: " + bug + "; please report it with the stack trace in ";
    }

    private List<Path> traces() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private static InputStream brokenInput(Throwable bug) {
        return new InputStream() {
            @Override
            public int read() {
                Bugs.hit(bug);
                return -1;
            }
        };
    }

    private static OutputStream brokenOutput(Throwable bug) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                Bugs.hit(bug);
            }
        };
    }

    /** Standard output at which everything breaks. */
    private static final class BrokenWriter extends Writer {
        private final Throwable bug;

        BrokenWriter(Throwable bug) {
            this.bug = bug;
        }

        @Override
        public void write(char[] from, int at, int count) {
            Bugs.hit(bug);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
