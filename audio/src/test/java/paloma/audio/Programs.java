package paloma.audio;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Starts our program and other people's for one test; what they print goes to a file each, and none outlives the test. */
public final class Programs implements AutoCloseable {
    static final Path JAR = Path.of("target", "paloma-audio.jar").toAbsolutePath();
    private static final long MAX_SECONDS = 60;

    private final Path folder;
    private final List<Running> started = new ArrayList<>();

    public Programs(Path folder) {
        this.folder = folder;
    }

    /** Skips the test where a program is missing; in CI nothing is skipped. */
    static void require(String... programs) {
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

    /** Starts {@code paloma audio …} from its jar. */
    Running audio(String... arguments) throws IOException {
        return start(audioCommand(arguments));
    }

    /** Returns the command line of {@code paloma audio …}, with a JVM that is quick to start. */
    public static String[] audioCommand(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString()));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    Running start(String... command) throws IOException {
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
    Running receive(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "receive";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return audio(all).await("Waiting for a sender");
    }

    @Override
    public void close() {
        started.forEach(running -> running.process
                .destroyForcibly()
                .onExit()
                .orTimeout(MAX_SECONDS, SECONDS)
                .join());
    }

    /** A program that was started. */
    public record Running(Process process, Path printed, List<String> command) {
        /** Returns when it has printed the text; fails when it ends before. */
        public Running await(String text) throws Exception {
            Await.until(() -> said().contains(text) || !process.isAlive(), this::toString);
            assertThat(said()).as("%s", command).contains(text);
            return this;
        }

        /** Waits for its own end, which is to be a good one. */
        Running ends() throws IOException, InterruptedException {
            assertThat(process.waitFor(MAX_SECONDS, SECONDS))
                    .as("%s ends: %s", command, said())
                    .isTrue();
            assertThat(process.exitValue())
                    .as("exit code of %s: %s", command, said())
                    .isZero();
            return this;
        }

        /** Has it end, as Ctrl-C would. */
        void stop() throws InterruptedException {
            process.destroy();
            assertThat(process.waitFor(MAX_SECONDS, SECONDS))
                    .as("%s ends when told", command)
                    .isTrue();
        }

        String said() throws IOException {
            return Files.readString(printed);
        }
    }
}
