package paloma.audio;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Starts our program and other people's for one test; what they print goes to a file each, and none outlives the test. */
public final class Programs implements AutoCloseable {
    private static final Path JAR = Path.of("target", "paloma-audio.jar").toAbsolutePath();
    private static final long START_SECONDS = 60;
    private static final long END_SECONDS = 30;
    private static final long LOOK_NANOS = 10_000_000;

    private final Path folder;
    private final List<Running> started = new ArrayList<>();

    public Programs(Path folder) {
        this.folder = folder;
    }

    /** Skips the test where a program is missing; in CI nothing is skipped. */
    public static void require(String... programs) {
        for (String program : programs) {
            assumeThat(isOnPath(program) || "true".equals(System.getenv("CI")))
                    .as(program + " is installed")
                    .isTrue();
        }
    }

    private static boolean isOnPath(String program) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    /** Returns the command line of {@code paloma audio …}. */
    public static String[] audio(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    public Running start(String... command) throws IOException {
        return start(new ProcessBuilder(command));
    }

    public Running start(ProcessBuilder builder) throws IOException {
        Path printed = folder.resolve("printed-" + started.size());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        Running running = new Running(process, printed, builder.command());
        started.add(running);
        return running;
    }

    /** Starts {@code receive} and returns when it listens. */
    public Running receive(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 1];
        all[0] = "receive";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return start(audio(all)).await("Waiting for a sender");
    }

    /** Returns an even port that is free, as is the one after. */
    public static int freePort() throws IOException {
        while (true) {
            try (DatagramSocket first = new DatagramSocket(0, InetAddress.getByName("0.0.0.0"))) {
                int even = first.getLocalPort() & ~1;
                int other = first.getLocalPort() ^ 1;
                new DatagramSocket(other, InetAddress.getByName("0.0.0.0")).close();
                return even;
            } catch (BindException e) {
                // The next one is free.
            }
        }
    }

    @Override
    public void close() {
        started.forEach(running -> running.process.destroyForcibly().onExit().join());
    }

    /** A program that was started. */
    public record Running(Process process, Path printed, List<String> command) {
        /** Returns when it has printed the text; fails when it ends before. */
        public Running await(String text) throws IOException {
            long end = System.nanoTime() + SECONDS.toNanos(START_SECONDS);
            while (!said().contains(text)) {
                assertThat(process.isAlive() && System.nanoTime() - end < 0)
                        .as("%s says '%s', not: %s", command, text, said())
                        .isTrue();
                LockSupport.parkNanos(LOOK_NANOS);
            }
            return this;
        }

        /** Waits for its own end, which is to be a good one. */
        public void ends(long seconds) throws IOException, InterruptedException {
            assertThat(process.waitFor(seconds, SECONDS))
                    .as("%s ends: %s", command, said())
                    .isTrue();
            assertThat(process.exitValue())
                    .as("exit code of %s: %s", command, said())
                    .isZero();
        }

        /** Has it end, as Ctrl-C would. */
        public void stop() throws InterruptedException {
            process.destroy();
            assertThat(process.waitFor(END_SECONDS, SECONDS))
                    .as("%s ends when told", command)
                    .isTrue();
        }

        public String said() throws IOException {
            return Files.readString(printed);
        }
    }
}
