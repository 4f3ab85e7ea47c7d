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
    private static final List<String> ALL =
            List.of("first: lost 0, heard 40960 of 40960", "second: lost 0, heard 40960 of 40960", "swallowed: 0");

    /** A machine that stands still for longer takes sound away on its own: then the trial says nothing. */
    private static final long CALM_MILLIS = 20;

    private static final int MAX_TRIALS = 3;

    private record Trial(List<String> heard, long stoodStillMillis) {
        boolean isCalm() {
            return stoodStillMillis <= CALM_MILLIS;
        }
    }

    @TempDir
    Path folder;

    @Test
    void hearsEverySampleThatIsPlayedAlsoAfterTheLineRanEmpty() throws Exception {
        assumeTrue(Pulse.isInstalled(), "PulseAudio is not installed");

        try (Pulse pulse = Pulse.start(folder)) {
            Trial trial = loop(pulse);
            for (int more = MAX_TRIALS - 1; more > 0 && !trial.isCalm() && !trial.heard.equals(ALL); more--) {
                trial = loop(pulse);
            }
            assertThat(trial.heard)
                    .as("the machine stood still for %d ms", trial.stoodStillMillis)
                    .isEqualTo(ALL);
        }
    }

    private static Trial loop(Pulse pulse) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = pulse.program(java, "-cp", System.getProperty("java.class.path"), Loop.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = process.inputReader()) {
            assertThat(process.waitFor(60, SECONDS)).isTrue();
            List<String> lines = out.lines().toList();
            String last = lines.get(lines.size() - 1);
            assertThat(last).startsWith(Loop.STOOD_STILL);
            return new Trial(
                    lines.subList(0, lines.size() - 1), Long.parseLong(last.substring(Loop.STOOD_STILL.length())));
        } finally {
            process.destroyForcibly();
        }
    }
}
