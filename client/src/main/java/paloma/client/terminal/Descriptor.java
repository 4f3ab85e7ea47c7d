package paloma.client.terminal;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/** A standard stream of this process. {@code System.console()} does not tell them apart, and is never null from JDK 22 on. */
enum Descriptor {
    INPUT,
    OUTPUT,
    ERROR;

    /**
     * Returns whether this process was started with the stream. Where it was not, the first file that Java opens for itself
     * gets its number: the classes of the JDK.
     */
    boolean isOpen() {
        Path link = Path.of("/proc/self/fd/" + ordinal());
        try {
            return !Files.isSymbolicLink(link)
                    || !link.toRealPath()
                            .equals(Path.of(System.getProperty("java.home"), "lib", "modules")
                                    .toRealPath());
        } catch (IOException e) {
            return true; // a pipe, or there is no /proc
        }
    }

    boolean isTerminal() {
        Path link = Path.of("/proc/self/fd/" + ordinal());
        if (Files.isSymbolicLink(link)) {
            return isTerminal(link);
        }
        try {
            return new ProcessBuilder("test", "-t", Integer.toString(ordinal()))
                            .redirectInput(Redirect.INHERIT)
                            .redirectOutput(Redirect.INHERIT)
                            .redirectError(Redirect.INHERIT)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return System.console() != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isTerminal(Path link) {
        try {
            String device = Files.readSymbolicLink(link).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
