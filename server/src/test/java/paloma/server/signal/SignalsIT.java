package paloma.server.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SignalsIT {
    @Test
    void stopsAtTermWithTheCodeOfTheProgram() throws Exception {
        Process process = start("obedient");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("up");
            send("HUP", process);
            assertThat(out.readLine()).isEqualTo("reload");
            send("HUP", process);
            assertThat(out.readLine()).isEqualTo("reload");
            send("TERM", process);
            assertThat(out.readLine()).isEqualTo("stop");
            assertThat(exitCode(process)).isZero();
        }
    }

    @Test
    void endsAtOnceAtTheSecondSignal() throws Exception {
        Process process = start("stubborn");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("up");
            send("INT", process);
            assertThat(out.readLine()).isEqualTo("interrupted");
            send("TERM", process);
            assertThat(exitCode(process)).isEqualTo(143);
        }
    }

    @Test
    void tellsWhichSignalEndedIt() throws Exception {
        Process process = start("stubborn");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("up");
            send("INT", process);
            assertThat(out.readLine()).isEqualTo("interrupted");
            send("INT", process);
            assertThat(exitCode(process)).isEqualTo(130);
        }
    }

    /** What the process does: prints what it is told, and ends when it is told to stop, unless it is stubborn. */
    public static final class Program {
        private Program() {}

        public static void main(String[] args) throws InterruptedException {
            CountDownLatch stopped = new CountDownLatch(1);
            Signals.onHangUp(() -> System.out.println("reload"));
            Signals.onStop(
                    () -> {
                        System.out.println("stop");
                        if (args[0].equals("obedient")) {
                            stopped.countDown();
                        }
                    },
                    () -> System.out.println("interrupted"));
            System.out.println("up");
            stopped.await(30, TimeUnit.SECONDS);
            System.exit(0);
        }
    }

    private static Process start(String manner) throws IOException {
        assumeTrue(File.separatorChar == '/', "no signals here");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        manner)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
