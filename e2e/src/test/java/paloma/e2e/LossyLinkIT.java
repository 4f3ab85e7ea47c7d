package paloma.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import paloma.testkit.BenchRun;

/** A file goes through two network namespaces and a link between them that loses 5 %, by the runner that people use. */
@Tag("soak")
class LossyLinkIT {
    @Test
    void carriesAFileOverALinkThatLosesFivePercent() throws Exception {
        String printed = BenchRun.of(
                "transfer.py", "--only", "paloma", "--profiles", "lossy5", "--megabytes", "10", "--rounds", "1");
        assertThat(printed).contains("| lossy5 | paloma |");
    }
}
