package paloma.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The classes that a program's jar loads, archived as the launcher does it (the JDK's AppCDS): hundreds of children start in
 * the tests, and each needs a quarter less of a processor. The first child of a new jar waits for it.
 */
final class ClassArchive {
    private ClassArchive() {}

    /** Returns the JVM's options for it; none where this JDK cannot make one. */
    static synchronized List<String> options(Path jar) {
        Path archive = jar.resolveSibling(jar.getFileName() + ".jsa");
        try {
            if (!isNewer(archive, jar)) {
                make(jar, archive);
            }
            return Files.size(archive) == 0 ? List.of() : List.of("-XX:SharedArchiveFile=" + archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static boolean isNewer(Path archive, Path jar) throws IOException {
        return Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) > 0;
    }

    private static void make(Path jar, Path archive) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(jar.getParent(), "archive");
        Path made = folder.resolve("archive");
        TrainingRun.classesOf(jar, folder);
        Ended dump = Ended.of(
                Processes.jdkTool("java"),
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + TrainingRun.list(folder),
                "-XX:SharedArchiveFile=" + made,
                "-cp",
                jar.toString());
        if (dump.exitCode() != 0) {
            Files.write(made, new byte[0]);
        }
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(TrainingRun.list(folder));
        Files.delete(folder);
    }
}
