package paloma.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A run of one of the scripts of bench/, from the project's folder, as people run it. */
public record BenchRun(int exitCode, String printed) {
    /** What a script ends with where there is no numpy, no root, no link or no namespace. */
    private static final int CANNOT = 69;

    private static final int MAX_SECONDS = 90;

    /** Waits for it; what it says of errors stands among what it printed. */
    public static BenchRun of(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(new File(".."))
                .redirectErrorStream(true)
                .start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("it does not end, after: " + printed);
            }
            return new BenchRun(process.exitValue(), printed);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Returns whether it could be run here. */
    public boolean wasPossible() {
        return exitCode != CANNOT;
    }
}
