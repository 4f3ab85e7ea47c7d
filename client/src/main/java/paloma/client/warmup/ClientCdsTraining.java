package paloma.client.warmup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import paloma.client.terminal.Terminal;
import paloma.net.BugReport;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.Limits;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.disk.Root;
import paloma.transfer.driver.Rehearsal;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;

/**
 * The training run for a class-data archive: commands that nobody answers, and a transfer without a network. The launcher
 * records which classes it loads ({@code java -XX:DumpLoadedClassList=LIST -jar paloma-client.jar --train}) and archives
 * them ({@code java -Xshare:dump -XX:SharedClassListFile=LIST -XX:SharedArchiveFile=ARCHIVE -cp paloma-client.jar}).
 */
public final class ClientCdsTraining {
    public static final String FLAG = "--train";

    private static final String NOBODY = "127.0.0.1:1";
    private static final int FILE_BYTES = 3 << 20;

    /** Runs one command of the program. */
    public interface Program {
        int run(Terminal terminal, String... args);
    }

    private final Program program;
    private final Terminal terminal;

    private ClientCdsTraining(Program program) {
        this.program = program;
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false, true, BugReport.ofProcess());
    }

    /** Returns an exit code. */
    public static int run(Program program) {
        try {
            new ClientCdsTraining(program).run();
            return 0;
        } catch (IOException | RefusedException e) {
            System.err.println("The training run failed: " + e.getMessage() + ".");
            return 1;
        }
    }

    private void run() throws IOException, RefusedException {
        Path folder = Files.createTempDirectory("paloma-train");
        try {
            command("echo", NOBODY, "-c", "1");
            command("ls", NOBODY);
            command("get", NOBODY + "/file", folder.toString());
            transfer(folder);
            command("put", folder.resolve("from").toString(), NOBODY);
        } finally {
            delete(folder);
        }
    }

    /** Moves a file from one path to another, so that the code of the disk is loaded too. */
    private static void transfer(Path folder) throws IOException, RefusedException {
        OutgoingFile out = OutgoingFile.open(Files.write(folder.resolve("from"), new byte[FILE_BYTES]));
        IncomingFile in = Root.open(folder, Limits.NONE).receive(FileName.parse("to"), out.facts(), false);
        Rehearsal.run(out, in, () -> true);
    }

    private void command(String... args) {
        program.run(terminal, args);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
