package paloma.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.TrainingRun;

/** The program as people have it: one jar. */
class ClientJarIT {
    private static final Path JAR = Path.of("target", "paloma-client.jar");
    private static final Path SERVER_JAR = Path.of("..", "server", "target", "paloma-server.jar");

    @TempDir
    Path folder;

    @Test
    void aloneItTeaches() throws Exception {
        Outcome outcome = run();

        assertThat(outcome.out())
                .startsWith("Usage: paloma client ")
                .contains("Commands:", "Exit codes:", "A first minute");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void eachCommandHasExamplesAndExitCodes() throws Exception {
        for (String command : List.of("echo", "upper", "prime", "greet", "send", "listen", "upload", "host", "demo")) {
            assertThat(Outcome.of(command, "--help").out())
                    .startsWith("Usage: paloma client " + command)
                    .contains("Examples:", "  paloma client " + command, "Exit codes:");
        }
    }

    @Test
    void versionComesFromTheJar() throws Exception {
        assertThat(run("--version").out()).matches("paloma client \\d+\\.\\d+.*\\R");
    }

    /** Java 17 may crash when it archives a lambda of an interface that is as old as picocli's are. */
    @Test
    void noLambdaThatCannotBeArchivedIsTrained() throws Exception {
        assertThat(TrainingRun.classesOf(JAR, folder))
                .anyMatch(line -> line.startsWith("@lambda-proxy"))
                .noneMatch(line -> line.startsWith("@lambda-proxy") && line.contains("Lpicocli/"));
    }

    @Test
    void asksWithoutAWordOnStandardError() throws Exception {
        try (FakeUdp server = FakeUdp.answering(List::of)) {
            assertThat(run("upper", "coo", "--timeout", "10s", "--host", server.host()))
                    .isEqualTo(new Outcome(0, "coo\n", ""));
        }
    }

    @Test
    void ctrlCEndsEchoWithASummary() throws Exception {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "no SIGINT here");
        try (FakeUdp server = FakeUdp.answering(List::of)) {
            Process process = new ProcessBuilder(command("echo", server.host(), "-i", "50ms", "-W", "10s")).start();
            try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                assertThat(out.readLine()).startsWith("echo udp://");
                assertThat(out.readLine()).contains("seq=1");
                interrupt(process);
                String rest = out.lines().collect(Collectors.joining("\n"));

                assertThat(rest).contains(" sent, ", " 0 % lost", "round trip min/avg/max/jitter = ");
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void ctrlCEndsAnUploadWithWhatIsSentAndWhatBecomesOfIt() throws Exception {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "no SIGINT here");
        Path file = Files.write(folder.resolve("large"), new byte[1_000_000]);
        try (FakeUdp server = FakeUdp.silent()) {
            Process process = new ProcessBuilder(
                            command("upload", file.toString(), "--rate", "10K", "--host", server.host()))
                    .start();
            try {
                assertThat(server.got.poll(20, TimeUnit.SECONDS)).isNotNull();
                interrupt(process);
                String said = new String(process.getErrorStream().readAllBytes(), UTF_8);

                assertThat(said)
                        .matches("Stopped: [\\d,]+ of 1,000,000 bytes of 'large' were sent; "
                                + "the server keeps them as an unfinished part\\.\\R");
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(130);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void bashCompletesItsCommandsAndOptions() throws Exception {
        Path script = Files.writeString(
                folder.resolve("completion"), Outcome.of("generate-completion").out());
        String ask = "compopt() { :; }; source '" + script
                + "'; COMP_WORDS=(paloma client up); COMP_CWORD=2; _complete_paloma; "
                + "echo ${COMPREPLY[@]}; COMP_WORDS=(paloma client prime --t); COMP_CWORD=3; _complete_paloma; "
                + "echo ${COMPREPLY[@]}";
        Outcome outcome;
        try {
            outcome = Outcome.ofProcess(List.of("bash", "-c", ask));
        } catch (IOException e) {
            assumeTrue(false, "bash is not installed");
            return;
        }

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines().map(line -> List.of(line.split(" "))))
                .containsExactly(List.of("upper", "upload"), List.of("--tcp", "--timeout", "--tries"));
    }

    @Test
    void theDemoShowsEveryServiceAndEndsByItself() throws Exception {
        assumeTrue(Files.isRegularFile(SERVER_JAR), "the server's jar is not built");
        Outcome outcome = run("demo", "--server-jar", SERVER_JAR.toString());

        assertThat(outcome.out()).endsWith("All right." + System.lineSeparator());
        for (String service : List.of("echo", "uppercase", "prime", "greet", "sink", "upload", "server")) {
            assertThat(outcome.out()).contains("ok    " + service + " ");
        }
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void theDemoSaysWhyAServerDoesNotStart() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar");
        Outcome outcome = Outcome.of("demo", "--server-jar", broken.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("The server did not start: ")
                .contains("broken.jar")
                .hasLineCount(1);
        assertThat(Outcome.of("demo", "--server-jar", "missing.jar").exitCode()).isEqualTo(2);
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    private static Outcome run(String... args) throws IOException, InterruptedException {
        return Outcome.ofProcess(command(args));
    }

    private static List<String> command(String... args) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(args));
        return command;
    }
}
