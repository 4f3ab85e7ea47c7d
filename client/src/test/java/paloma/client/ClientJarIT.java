package paloma.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.Checkout;
import paloma.testkit.ChildProcess;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.testkit.TrainingRun;

/** The program as people have it: one jar. */
class ClientJarIT {
    private static final Path JAR = Checkout.jar("client");

    @TempDir
    Path folder;

    @Test
    void aloneItTeaches() throws Exception {
        Ended outcome = run();

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
                    .isEqualTo(new Ended(0, "coo\n", ""));
        }
    }

    @Test
    void ctrlCEndsEchoWithASummary() throws Exception {
        try (FakeUdp server = FakeUdp.answering(List::of)) {
            try (ChildProcess process = Processes.start(command("echo", server.host(), "-i", "1m", "-W", "1m"))) {
                assertThat(process.out().next("")).startsWith("echo udp://");
                assertThat(process.out().next("")).contains("seq=1");
                process.signal("INT");

                assertThat(process.awaitExit()).isZero();
                assertThat(process.out().textToEnd())
                        .contains(" sent, ", " 0 % lost", "round trip min/avg/max/jitter = ");
            }
        }
    }

    @Test
    void ctrlCEndsAnUploadWithWhatIsSentAndWhatBecomesOfIt() throws Exception {
        Path file = Files.write(folder.resolve("large"), new byte[1_000_000]);
        try (FakeUdp server = FakeUdp.silent()) {
            try (ChildProcess process =
                    Processes.start(command("upload", file.toString(), "--rate", "10K", "--host", server.host()))) {
                assertThat(server.got.poll(60, TimeUnit.SECONDS)).isNotNull();
                process.signal("INT");

                assertThat(process.awaitExit()).isEqualTo(130);
                assertThat(process.err().textToEnd())
                        .matches("Stopped: [\\d,]+ of 1,000,000 bytes of \"large\" were sent; "
                                + "the server keeps them as an unfinished part\\.\\R");
            }
        }
    }

    @Test
    void bashCompletesItsCommandsAndOptions() throws Exception {
        Processes.require("bash");
        Path script = Files.writeString(
                folder.resolve("completion"), Outcome.of("generate-completion").out());
        String ask = "compopt() { :; }; source '" + script
                + "'; COMP_WORDS=(paloma client up); COMP_CWORD=2; _complete_paloma; "
                + "echo ${COMPREPLY[@]}; COMP_WORDS=(paloma client prime --ti); COMP_CWORD=3; _complete_paloma; "
                + "echo ${COMPREPLY[@]}";
        Ended outcome = Ended.of("bash", "-c", ask);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines().map(line -> List.of(line.split(" "))))
                .containsExactly(List.of("upper", "upload"), List.of("--timeout"));
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

    private static Ended run(String... args) throws IOException, InterruptedException {
        return Ended.of(command(args));
    }

    private static List<String> command(String... args) {
        List<String> command = Processes.jar("client");
        command.addAll(List.of(args));
        return command;
    }
}
