package paloma.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import paloma.client.terminal.BugReport;

/** What a command printed, and its exit code. */
public record Outcome(int exitCode, String out, String err) {
    private static final long TIMEOUT_SECONDS = 60;

    /** Runs a command in this process, with nothing to read and its output in a pipe. */
    public static Outcome of(String... args) {
        return with("", false, args);
    }

    public static Outcome with(String input, boolean shown, String... args) {
        FakeTerminal console = new FakeTerminal(input, shown, BugReport.ofProcess());
        int exitCode = Main.run(console.terminal(), args);
        return new Outcome(exitCode, console.out(), console.err());
    }

    /** Runs a program; its standard input is empty. */
    public static Outcome ofProcess(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        try {
            process.getOutputStream().close();
            List<byte[]> err = new ArrayList<>();
            Thread reader = new Thread(() -> err.add(readAll(process)));
            reader.start();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            reader.join();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("it does not end");
            }
            return new Outcome(process.exitValue(), out, new String(err.get(0), UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    private static byte[] readAll(Process process) {
        try {
            return process.getErrorStream().readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
