package paloma.together;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A file goes through two network namespaces and a link between them that loses 5 %, by the runner that people use. */
class LossyLinkIT {
    /** What the runner ends with where there is no root, no link or no namespace. */
    private static final int CANNOT = 2;

    @Test
    void carriesAFileOverALinkThatLosesFivePercent() throws Exception {
        Process process = new ProcessBuilder(
                        "python3",
                        "bench/transfer.py",
                        "--only",
                        "paloma",
                        "--profiles",
                        "lossy5",
                        "--megabytes",
                        "10",
                        "--rounds",
                        "1")
                .directory(new File(".."))
                .redirectErrorStream(true)
                .start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
            assumeTrue(process.exitValue() != CANNOT, printed);
            assertThat(process.exitValue()).as(printed).isZero();
            assertThat(printed).contains("| lossy5 | paloma |");
        } finally {
            process.destroyForcibly();
        }
    }
}
