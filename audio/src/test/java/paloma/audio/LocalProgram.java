package paloma.audio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.concurrent.TimeUnit;
import paloma.audio.program.ToldShutdown;
import paloma.net.BugReport;
import paloma.testkit.Lines;
import picocli.CommandLine;

/** A command of ours in this process, where no JVM has to start for it. It writes no samples to its standard output. */
final class LocalProgram implements Program, AutoCloseable {
    private static final long MAX_MILLIS = TimeUnit.SECONDS.toMillis(60);

    private final ToldShutdown shutdown = new ToldShutdown();
    private final Thread thread;
    private final Lines said;
    private volatile int exitCode = -1;

    private LocalProgram(InputStream in, List<String> arguments) throws IOException {
        Pipe pipe = Pipe.open();
        said = Lines.of(Channels.newInputStream(pipe.source()));
        PrintWriter printer =
                new PrintWriter(new OutputStreamWriter(Channels.newOutputStream(pipe.sink()), UTF_8), true);
        thread = new Thread(() -> run(in, printer, arguments), "paloma-audio");
    }

    static LocalProgram start(InputStream in, String... arguments) throws IOException {
        LocalProgram program = new LocalProgram(in, List.of(arguments));
        program.thread.start();
        return program;
    }

    private void run(InputStream in, PrintWriter printer, List<String> arguments) {
        try (printer) {
            BugReport bugs = BugReport.ofProcess();
            CommandLine command = Main.commandLine(in, OutputStream.nullOutputStream(), bugs, shutdown)
                    .setOut(printer)
                    .setErr(printer);
            exitCode = Main.run(command, bugs, arguments.toArray(String[]::new));
        }
    }

    @Override
    public Program await(String text) throws InterruptedException {
        said.next(text);
        return this;
    }

    @Override
    public String succeeds() throws InterruptedException {
        thread.join(MAX_MILLIS);
        assertThat(thread.isAlive()).as(() -> "ends by itself: " + said).isFalse();
        assertThat(exitCode).as(said::textToEnd).isZero();
        return said.textToEnd();
    }

    @Override
    public String stop() throws InterruptedException {
        shutdown.begin();
        thread.join(MAX_MILLIS);
        assertThat(thread.isAlive())
                .as(() -> "ends when it is told to: " + said)
                .isFalse();
        return said.textToEnd();
    }

    @Override
    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public String toString() {
        return said.toString();
    }

    @Override
    public void close() {
        shutdown.begin();
        try {
            thread.join(MAX_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
