package paloma.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a program loads while it is trained for an archive of its classes. */
public final class TrainingRun {
    private TrainingRun() {}

    /** Returns the lines of the JVM's list of classes; lines that begin with @ tell of lambdas. */
    public static List<String> classesOf(Path jar, Path folder) throws IOException, InterruptedException {
        Path list = list(folder);
        Ended.of(Processes.jdkTool("java"), "-XX:DumpLoadedClassList=" + list, "-jar", jar.toString(), "--train")
                .succeeded();
        return Files.readAllLines(list);
    }

    /** Returns the file that those lines are left in. */
    static Path list(Path folder) {
        return folder.resolve("classes");
    }
}
