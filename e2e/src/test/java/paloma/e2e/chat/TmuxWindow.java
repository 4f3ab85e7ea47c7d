package paloma.e2e.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

/** A terminal of 72 columns and 16 rows with a program in it: tmux(1), which draws what the program says as a person sees it. */
final class TmuxWindow implements AutoCloseable {
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Path socket;

    /** Starts a program, whose exit code is shown when it ends. */
    TmuxWindow(Path socket, List<String> command) throws IOException, InterruptedException {
        this.socket = socket;
        String line = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        tmux("-f", "/dev/null", "new-session", "-d", "-x", "72", "-y", "16", line + "; echo ended with $?; cat");
    }

    /** Types, as a person does, without the key Enter. */
    void type(String text) throws IOException, InterruptedException {
        tmux("send-keys", "-l", text);
    }

    /** Presses a key by its name, such as {@code Enter}, {@code Tab} or {@code C-d}. */
    void press(String key) throws IOException, InterruptedException {
        tmux("send-keys", key);
    }

    /** Returns what the window shows, without the empty lines at its end. */
    List<String> lines() throws IOException, InterruptedException {
        return tmux("capture-pane", "-p").out().stripTrailing().lines().toList();
    }

    /** Waits until the last line is {@code last}, and returns all. */
    List<String> awaitLast(String last) throws IOException, InterruptedException {
        return await(lines -> !lines.isEmpty() && lines.get(lines.size() - 1).equals(last), last);
    }

    List<String> awaitLine(String line) throws IOException, InterruptedException {
        return await(lines -> lines.contains(line), line);
    }

    @Override
    public void close() throws IOException {
        try {
            tmux("kill-server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> await(Predicate<List<String>> wanted, String what) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + MAX_NANOS;
        List<String> lines = lines();
        while (!wanted.test(lines)) {
            assertThat(System.nanoTime() - deadline).as("%s in %s", what, lines).isNegative();
            lines = lines();
        }
        return lines;
    }

    private Ended tmux(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TERM", "xterm");
        builder.environment().put("SHELL", "/bin/sh");
        builder.environment().remove("TMUX");
        builder.environment().remove("NO_COLOR");
        return Ended.of("", builder).succeeded();
    }

    static void require() {
        Processes.require("tmux", "cat");
    }
}
