package paloma.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import paloma.testkit.BenchRun;

/** The runner by which people measure sound over bad links: its judge, and a stream between two network namespaces. */
@Tag("soak")
class AudioBenchIT {
    @Test
    void itsJudgeFindsTheFaultsThatAreKnown() throws Exception {
        assertThat(BenchRun.of("audio.py", "--selftest")).contains("The judge is right");
    }

    @Test
    void aStreamCrossesALinkThatLosesFivePercent() throws Exception {
        assertThat(BenchRun.of("audio.py", "--profiles", "lossy", "--latencies", "200", "--seconds", "5"))
                .containsPattern("\\| lossy \\|.*\\| paloma \\| 200 \\|.*\\| 0 of 1 \\|");
    }
}
