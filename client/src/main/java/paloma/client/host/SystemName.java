package paloma.client.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The names of the operating system, as uname(2) returns them. */
record SystemName(String system, String node, String release, String version, String machine) {
    private static final Path KERNEL = Path.of("/proc/sys/kernel");

    static SystemName ofThisMachine() {
        return new SystemName(
                System.getProperty("os.name"),
                kernel("hostname", SystemName::localHost),
                kernel("osrelease", () -> System.getProperty("os.version")),
                kernel("version", () -> "-"),
                machine(System.getProperty("os.arch")));
    }

    /** What the JDK calls amd64, kernels call x86_64. */
    private static String machine(String architecture) {
        return architecture.equals("amd64") ? "x86_64" : architecture;
    }

    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String kernel(String file, Supplier<String> otherwise) {
        try {
            return Files.readString(KERNEL.resolve(file)).strip();
        } catch (IOException e) {
            return otherwise.get();
        }
    }
}
