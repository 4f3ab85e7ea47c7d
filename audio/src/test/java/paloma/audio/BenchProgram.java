package paloma.audio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one of the programs of bench/ as people do. */
public final class BenchProgram {
    /** What they end with where there is no numpy, no root, no link, no namespace or no PulseAudio. */
    private static final int CANNOT = 2;

    private static final long LONGEST_SECONDS = 90;

    private BenchProgram() {}

    /** Gives what it printed; skips the test, saying why, where the program cannot run. */
    public static String run(String script, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "bench/" + script));
        command.addAll(List.of(words));
        assumeTrue(new File(command.get(0)).canExecute(), "python3");
        Process process = new ProcessBuilder(command)
                .directory(new File(".."))
                .redirectErrorStream(true)
                .start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
            assumeTrue(process.exitValue() != CANNOT, printed);
            assertThat(process.exitValue()).as(printed).isZero();
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }
}
