package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.testkit.BenchRun;

/** The runner by which people measure sound over bad links: its judge, and a stream between two network namespaces. */
class AudioBenchIT {
    @Test
    void itsJudgeFindsTheFaultsThatAreKnown() throws Exception {
        assertThat(run("--selftest")).contains("The judge is right");
    }

    @Test
    void aStreamCrossesALinkThatLosesFivePercent() throws Exception {
        assertThat(run("--profiles", "lossy", "--latencies", "200", "--seconds", "5"))
                .containsPattern("\\| lossy \\|.*\\| paloma \\| 200 \\|.*\\| 0 of 1 \\|");
    }

    private static String run(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "bench/audio.py"));
        command.addAll(List.of(words));
        assumeTrue(new File(command.get(0)).canExecute(), "python3");
        BenchRun run = BenchRun.of(command.toArray(String[]::new));
        assumeTrue(run.wasPossible(), run.printed());
        assertThat(run.exitCode()).as(run.printed()).isZero();
        return run.printed();
    }
}
