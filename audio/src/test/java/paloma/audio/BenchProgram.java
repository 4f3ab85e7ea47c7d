package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import paloma.testkit.BenchRun;

/** Runs one of the programs of bench/ as people do. */
public final class BenchProgram {
    private BenchProgram() {}

    /** Returns what it printed; skips the test, saying why, where the program cannot run. */
    public static String run(String script, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "bench/" + script));
        command.addAll(List.of(words));
        assumeTrue(new File(command.get(0)).canExecute(), "python3");
        BenchRun run = BenchRun.of(command.toArray(String[]::new));
        assumeTrue(run.wasPossible(), run.printed());
        assertThat(run.exitCode()).as(run.printed()).isZero();
        return run.printed();
    }
}
