package paloma.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A program that runs for a test. What it prints is read as it comes; closing ends it and whatever it has started. */
public final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final Lines out;
    private final Lines err;

    ChildProcess(Process process) {
        this.process = process;
        out = Lines.of(process.getInputStream());
        err = Lines.of(process.getErrorStream());
    }

    public Lines out() {
        return out;
    }

    public Lines err() {
        return err;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Writes to its standard input, and closes that. */
    public ChildProcess input(String text) throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /** Writes a line to its standard input, which stays open. */
    public void writeLine(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + '\n').getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Sends TERM, or what the system has in its place; its streams stay open, as {@link Process#destroy} would not leave them. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    /** Sends a signal by its name, such as {@code INT}; skips the test where there are none. */
    public void signal(String name) throws IOException, InterruptedException {
        assumeTrue(File.separatorChar == '/', "there are no signals here");
        Ended.of("kill", "-" + name, Long.toString(process.pid())).succeeded();
    }

    /** Waits for its end, and returns its exit code. */
    public int awaitExit() throws InterruptedException {
        return awaitExit(Processes.MAX_SECONDS);
    }

    int awaitExit(int seconds) throws InterruptedException {
        assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
                .as("%s ends after %s %s", process.info().commandLine().orElse("it"), out, err)
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
        process.onExit().orTimeout(Processes.MAX_SECONDS, TimeUnit.SECONDS).join();
    }
}
