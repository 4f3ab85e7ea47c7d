package paloma.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the project, from whichever module's folder the tests run. */
public final class Checkout {
    private static final Path ROOT = root(Path.of("").toAbsolutePath());

    private Checkout() {}

    public static Path file(String name) {
        return ROOT.resolve(name);
    }

    /** Returns the program that a module is packaged as, such as {@code server}. */
    public static Path jar(String module) {
        Path jar = file(module + "/target/paloma-" + module + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new AssertionError(jar + " is missing: build it with mvn -pl " + module + " -am package");
        }
        return jar;
    }

    private static Path root(Path folder) {
        return Files.isDirectory(folder.resolve(".mvn")) ? folder : root(folder.getParent());
    }
}
