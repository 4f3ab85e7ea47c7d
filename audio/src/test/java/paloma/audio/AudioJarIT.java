package paloma.audio;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.TrainingRun;

class AudioJarIT {
    private static final Path JAR = Path.of("target", "paloma-audio.jar");

    @TempDir
    Path folder;

    @Test
    void listsDevicesWithOrWithoutASoundCard() throws Exception {
        Outcome outcome = run("devices");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("Inputs", "Outputs");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void helpNamesTheProgramAsPeopleStartIt() throws Exception {
        Outcome outcome = run("--help");

        assertThat(outcome.out()).startsWith("Usage: paloma audio ").contains("Examples:");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void versionComesFromTheJar() throws Exception {
        Outcome outcome = run("--version");

        assertThat(outcome.out()).matches("paloma audio \\d+\\.\\d+.*\\R");
        assertThat(outcome.exitCode()).isZero();
    }

    /** Java 17 may crash when it archives a lambda of an interface that is as old as picocli's are. */
    @Test
    void noLambdaThatCannotBeArchivedIsTrained() throws Exception {
        assertThat(TrainingRun.classesOf(JAR, folder))
                .anyMatch(line -> line.startsWith("@lambda-proxy"))
                .noneMatch(line -> line.startsWith("@lambda-proxy") && line.contains("Lpicocli/"));
    }

    @Test
    void refusesAnUnknownCommandInOneSentence() throws Exception {
        Outcome outcome = run("shout");

        assertThat(outcome.err()).contains("'shout'").endsWith("see 'paloma audio --help'.\n");
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void drawsASoundWithWhatIsInTheJar() throws Exception {
        Path wav = folder.resolve("noise.wav");
        Files.write(
                wav,
                new WavBytes()
                        .plain(1, 2, 44_100, 16)
                        .data(Noise.samples(40_000, 1))
                        .bytes());

        Outcome outcome = run("scope", wav.toString());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith("Drawn: ");
        assertThat(folder.resolve("noise.png")).isNotEmptyFile();
        assertThat(outcome.exitCode()).isZero();
    }

    private record Outcome(int exitCode, String out, String err) {}

    private Outcome run(String... args) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(30, SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
