package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import paloma.testkit.Checkout;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;

/** Starts our program and other people's for one test; none outlives it. */
public final class Programs implements AutoCloseable {
    private final List<ChildProcess> started = new ArrayList<>();

    /** Starts {@code paloma audio …} from its jar. */
    Running audio(String... arguments) throws IOException {
        return start(audioCommand(arguments));
    }

    /** Returns the command line of {@code paloma audio …}. */
    public static List<String> audioCommand(String... arguments) {
        List<String> command = Processes.java("-jar", Checkout.jar("audio").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts {@code receive} and returns when it listens. */
    Running receive(String... arguments) throws IOException, InterruptedException {
        List<String> command = audioCommand("receive");
        command.addAll(List.of(arguments));
        return start(command).await("Waiting for a sender");
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
    }

    /** A program that was started. */
    public record Running(ChildProcess process) {
        /** Returns when it has printed the text; fails when it ends before. */
        public Running await(String text) throws InterruptedException {
            process.out().next(text);
            return this;
        }

        /** Waits for its own end, which is to be a good one, and returns what it printed. */
        String succeeds() throws InterruptedException {
            int exitCode = process.awaitExit();
            assertThat(exitCode).as(() -> process.out().toString()).isZero();
            return process.out().textToEnd();
        }

        /** Has it end, as Ctrl-C would, and returns what it printed. */
        String stop() throws InterruptedException {
            process.terminate();
            process.awaitExit();
            return process.out().textToEnd();
        }
    }
}
