package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;

/** Starts our program and other people's for one test; none outlives it. */
public final class Programs implements AutoCloseable {
    private final boolean local;
    private final List<ChildProcess> started = new ArrayList<>();
    private final List<LocalProgram> startedHere = new ArrayList<>();

    private Programs(boolean local) {
        this.local = local;
    }

    /** Ours run from their jar, as people start them. */
    public static Programs ofJar() {
        return new Programs(false);
    }

    /** Ours run in this process, where their jar would show nothing more. */
    static Programs here() {
        return new Programs(true);
    }

    /** Starts {@code paloma audio …}. */
    Program audio(String... arguments) throws IOException {
        return local ? fed(InputStream.nullInputStream(), arguments) : start(audioCommand(arguments));
    }

    /** Starts {@code paloma audio …} in this process. */
    Program fed(InputStream in, String... arguments) throws IOException {
        LocalProgram program = LocalProgram.start(in, arguments);
        startedHere.add(program);
        return program;
    }

    /** Returns the command line of {@code paloma audio …}. */
    public static List<String> audioCommand(String... arguments) {
        List<String> command = Processes.jar("audio");
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts {@code receive} and returns when it listens. */
    Program receive(String... arguments) throws IOException, InterruptedException {
        String[] words =
                Stream.concat(Stream.of("receive"), Stream.of(arguments)).toArray(String[]::new);
        return audio(words).await("Waiting for a sender");
    }

    Running start(List<String> command) throws IOException {
        return start(new ProcessBuilder(command));
    }

    public Running start(ProcessBuilder builder) throws IOException {
        ChildProcess process = Processes.start(builder.redirectErrorStream(true));
        started.add(process);
        return new Running(process);
    }

    @Override
    public void close() {
        started.forEach(ChildProcess::close);
        startedHere.forEach(LocalProgram::close);
    }

    /** A process that was started. */
    public record Running(ChildProcess process) implements Program {
        @Override
        public Running await(String text) throws InterruptedException {
            process.out().next(text);
            return this;
        }

        @Override
        public String succeeds() throws InterruptedException {
            int exitCode = process.awaitExit();
            assertThat(exitCode).as(() -> process.out().toString()).isZero();
            return process.out().textToEnd();
        }

        @Override
        public String stop() throws InterruptedException {
            process.terminate();
            process.awaitExit();
            return process.out().textToEnd();
        }

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public String toString() {
            return process.out().toString();
        }
    }
}
