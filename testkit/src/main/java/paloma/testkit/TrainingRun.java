package paloma.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a program loads while it is trained for an archive of its classes. */
public final class TrainingRun {
    private static final int MAX_SECONDS = 60;

    private TrainingRun() {}

    /** Returns the lines of the JVM's list of classes; lines that begin with @ tell of lambdas. */
    public static List<String> classesOf(Path jar, Path folder) throws IOException, InterruptedException {
        Path list = folder.resolve("classes");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-XX:DumpLoadedClassList=" + list, "-jar", jar.toString(), "--train")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("printed").toFile())
                .start();
        try {
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("the training failed: " + Files.readString(folder.resolve("printed")));
            }
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(list);
    }
}
