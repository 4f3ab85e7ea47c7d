package paloma.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A run of one of the scripts of bench/, from the project's folder, as people run it. */
public final class BenchRun {
    /** What a script ends with where there is no numpy, no root, no link or no namespace. */
    private static final int CANNOT = 69;

    /** Less than a test may take: a script that starts ten programs beside other tests needs its time. */
    private static final int MAX_SECONDS = 110;

    private BenchRun() {}

    /** Returns what it printed; skips the test, saying why, where it cannot run. */
    public static String of(String script, String... words) throws IOException, InterruptedException {
        Processes.require("python3");
        List<String> command = new ArrayList<>(List.of("python3", "bench/" + script));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Checkout.file("").toFile())
                .redirectErrorStream(true);
        try (ChildProcess process = Processes.start(builder)) {
            int exitCode = process.input("").awaitExit(MAX_SECONDS);
            Ended ended =
                    new Ended(exitCode, process.out().textToEnd(), process.err().textToEnd());
            assumeTrue(exitCode != CANNOT, ended.out());
            return ended.succeeded().out();
        }
    }
}
