package paloma.audio.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

/** A speaker and a microphone without a sound card: what is played to a null sink is heard from its monitor. */
@Isolated
class PulseIT {
    private static final List<String> ALL =
            List.of("first: lost 0, heard 40960 of 40960", "second: lost 0, heard 40960 of 40960", "swallowed: 0");

    /** On any machine: what is heard of each is what was played. */
    private static final String SOME = "(first|second): lost \\d+, heard \\d+ of 40960";

    /** A machine that stands still for longer takes sound away on its own. */
    private static final long CALM_MILLIS = 20;

    private record Trial(List<String> heard, long stoodStillMillis) {}

    @TempDir
    Path folder;

    @Test
    void hearsEverySampleThatIsPlayedAlsoAfterTheLineRanEmpty() throws Exception {
        Pulse.require();

        try (Pulse pulse = Pulse.start(folder)) {
            Trial trial = loop(pulse);
            assertThat(trial.heard.subList(0, 2)).allMatch(line -> line.matches(SOME));
            assumeTrue(
                    trial.stoodStillMillis <= CALM_MILLIS,
                    "the machine stood still for " + trial.stoodStillMillis + " ms: " + trial.heard);
            assertThat(trial.heard).isEqualTo(ALL);
        }
    }

    private static Trial loop(Pulse pulse) throws Exception {
        ProcessBuilder player = pulse.program(Processes.javaClass(Loop.class));
        List<String> lines = Ended.of("", player).succeeded().outLines();
        String last = lines.get(lines.size() - 1);
        assertThat(last).startsWith(Loop.STOOD_STILL);
        return new Trial(lines.subList(0, lines.size() - 1), Long.parseLong(last.substring(Loop.STOOD_STILL.length())));
    }
}
