package paloma.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import paloma.client.files.Rehearsal;
import paloma.client.terminal.BugReport;
import paloma.client.terminal.Terminal;
import paloma.transfer.disk.RefusedException;

/**
 * What the JVM is shown when it makes a class-data archive: commands that nobody answers, and a transfer without a
 * network.
 */
final class ClientCdsTraining {
    static final String FLAG = "--train";

    private static final String NOBODY = "127.0.0.1:1";

    private ClientCdsTraining() {}

    static int run() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false, true, BugReport.ofProcess());
        try {
            Path folder = Files.createTempDirectory("paloma-train");
            try {
                run(terminal, "echo", NOBODY, "-c", "1");
                run(terminal, "ls", NOBODY);
                run(terminal, "get", NOBODY + "/file", folder.toString());
                Rehearsal.run(folder);
                run(terminal, "put", folder.resolve("from").toString(), NOBODY);
            } finally {
                delete(folder);
            }
            return 0;
        } catch (IOException | RefusedException e) {
            System.err.println("The training run failed: " + e.getMessage() + ".");
            return 1;
        } catch (InterruptedException e) {
            return 1;
        }
    }

    private static void run(Terminal terminal, String... args) {
        Main.commandLine(terminal, args).execute(args);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
