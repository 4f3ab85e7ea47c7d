package paloma.client.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import paloma.client.Main;
import paloma.client.terminal.Terminal;
import paloma.net.BugReport;

/** A listening command on a thread of its own. */
final class Listener {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final FutureTask<Integer> exitCode;

    Listener(String... args) {
        PrintStream err = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8) {
            @Override
            public void println(String line) {
                told.add(line);
            }
        };
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(out, true, UTF_8),
                err,
                false,
                false,
                BugReport.ofProcess());
        exitCode = new FutureTask<>(() -> Main.run(terminal, args));
        Thread thread = new Thread(exitCode, "listener");
        thread.setDaemon(true);
        thread.start();
    }

    String endpoint(String scheme) throws Exception {
        String line = told();
        assertThat(line).startsWith("Listening at " + scheme).endsWith("; stop with Ctrl-C.");
        return line.substring(("Listening at " + scheme).length(), line.indexOf(';'));
    }

    String told() throws InterruptedException {
        return told.poll(20, TimeUnit.SECONDS);
    }

    int exitCode() throws Exception {
        return exitCode.get(20, TimeUnit.SECONDS);
    }

    List<String> printed() {
        return out.toString(UTF_8).lines().toList();
    }
}
