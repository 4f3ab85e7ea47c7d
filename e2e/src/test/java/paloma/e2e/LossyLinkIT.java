package paloma.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import paloma.testkit.BenchRun;

/** A file goes through two network namespaces and a link between them that loses 5 %, by the runner that people use. */
class LossyLinkIT {
    @Test
    void carriesAFileOverALinkThatLosesFivePercent() throws Exception {
        BenchRun run = BenchRun.of(
                "python3",
                "bench/transfer.py",
                "--only",
                "paloma",
                "--profiles",
                "lossy5",
                "--megabytes",
                "10",
                "--rounds",
                "1");
        assumeTrue(run.wasPossible(), run.printed());
        assertThat(run.exitCode()).as(run.printed()).isZero();
        assertThat(run.printed()).contains("| lossy5 | paloma |");
    }
}
