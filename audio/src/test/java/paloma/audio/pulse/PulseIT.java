package paloma.audio.pulse;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A speaker and a microphone without a sound card: what is played to a null sink is heard from its monitor. */
class PulseIT {
    @TempDir
    Path folder;

    @Test
    void hearsEverySampleThatIsPlayedAlsoAfterTheLineRanEmpty() throws Exception {
        assumeTrue(Pulse.isInstalled(), "PulseAudio is not installed");

        try (Pulse pulse = Pulse.start(folder)) {
            assertThat(loop(pulse))
                    .containsExactly(
                            "first: lost 0, heard 40960 of 40960",
                            "second: lost 0, heard 40960 of 40960",
                            "swallowed: 0");
        }
    }

    private static List<String> loop(Pulse pulse) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = pulse.program(java, "-cp", System.getProperty("java.class.path"), Loop.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = process.inputReader()) {
            assertThat(process.waitFor(60, SECONDS)).isTrue();
            return out.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
