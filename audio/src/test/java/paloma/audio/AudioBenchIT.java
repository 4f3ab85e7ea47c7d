package paloma.audio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The runner by which people measure sound over bad links: its judge, and a stream between two network namespaces. */
class AudioBenchIT {
    /** What the runner ends with where there is no numpy, no root, no link or no namespace. */
    private static final int CANNOT = 2;

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
        Process process = new ProcessBuilder(command)
                .directory(new File(".."))
                .redirectErrorStream(true)
                .start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
            assumeTrue(process.exitValue() != CANNOT, printed);
            assertThat(process.exitValue()).as(printed).isZero();
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }
}
