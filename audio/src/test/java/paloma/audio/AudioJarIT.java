package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import paloma.testkit.Checkout;
import paloma.testkit.TrainingRun;

/** What only the jar can show: its manifest, the classes that were left out of it, and what is trained with it. */
@Execution(ExecutionMode.CONCURRENT)
class AudioJarIT {
    @TempDir
    Path folder;

    private final Programs programs = Programs.ofJar();

    @AfterEach
    void end() {
        programs.close();
    }

    @Test
    void versionComesFromTheJar() throws Exception {
        assertThat(programs.audio("--version").succeeds()).matches("paloma audio \\d+\\.\\d+.*\\R");
    }

    @Test
    void aKeyThatTheShellPutsIntoANewFileIsPrivate() throws Exception {
        Path key = folder.resolve("music.key");
        Process maker = new ProcessBuilder(Programs.audioCommand("key"))
                .redirectOutput(key.toFile())
                .start();

        assertThat(maker.waitFor()).isZero();
        assertThat(Files.getPosixFilePermissions(key)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(programs.audio("sdp", "--key-file", key.toString()).succeeds())
                .contains(Files.readString(key).strip());
    }

    /** The widest use of other people's classes, of which the jar has some only. */
    @Test
    void drawsASoundWithWhatIsInTheJar() throws Exception {
        Path wav = folder.resolve("noise.wav");
        short[] noise = Noise.samples(40_000, 1);
        Files.write(wav, new WavBytes().plain(1, 2, 44_100, 16).data(noise).bytes());

        assertThat(programs.audio("scope", wav.toString()).succeeds())
                .isEqualTo("Drawn: " + folder.resolve("noise.png") + System.lineSeparator());
        assertThat(folder.resolve("noise.png")).isNotEmptyFile();
    }

    /** Java 17 may crash when it archives a lambda of an interface that is as old as picocli's are. */
    @Test
    void noLambdaThatCannotBeArchivedIsTrained() throws Exception {
        assertThat(TrainingRun.classesOf(Checkout.jar("audio"), folder))
                .anyMatch(line -> line.startsWith("@lambda-proxy"))
                .noneMatch(line -> line.startsWith("@lambda-proxy") && line.contains("Lpicocli/"));
    }
}
