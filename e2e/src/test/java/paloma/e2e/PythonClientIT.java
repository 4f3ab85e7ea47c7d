package paloma.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.Checkout;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;

/** Somebody has written a client from docs/wire.md alone, in Python: it and our server understand each other. */
class PythonClientIT {
    /** The first of these that has the package cryptography; Debian's Python may not be the first in the path. */
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private static String python;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsPython() throws Exception {
        Processes.require("python3");
        for (String program : PYTHONS) {
            if (python == null && Ended.of(program, "-c", "import cryptography").exitCode() == 0) {
                python = program;
            }
        }
        assumeTrue(python != null || "true".equals(System.getenv("CI")), "Python has no package cryptography");
    }

    @Test
    void keepsToThePageAndToTheVectorsOfNoise() throws Exception {
        Ended.of(python, Checkout.file("examples/files_test.py").toString()).succeeded();
    }

    @Test
    void putsListsAndGetsAFile() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(8).nextBytes(bytes);
        Path file = Files.write(folder.resolve("original"), bytes);
        try (ServerProcess server = ServerProcess.start(folder, "files=udp://:0")) {
            client("put", file.toString(), address(server), "there").succeeded();
            assertThat(file("there")).hasBinaryContent(bytes);
            assertThat(client("put", file.toString(), address(server), "../out").err())
                    .contains("the server refused");
            Ended listed = client("ls", ".", address(server)).succeeded();
            assertThat(listed.out()).containsPattern("f \\d+ 3000000 \\d+ there\n");
            Path again = folder.resolve("again");
            client("get", "there", address(server), again.toString()).succeeded();
            assertThat(again).hasBinaryContent(bytes);
        }
    }

    @Test
    void takesNamesThatWouldBreakALine() throws Exception {
        Path file = Files.writeString(folder.resolve("note"), "hello");
        try (ServerProcess server = ServerProcess.start(folder, "files=udp://:0")) {
            client("put", file.toString(), address(server), "line\nbreak\\x").succeeded();
            assertThat(file("line\nbreak\\x")).hasContent("hello");
            assertThat(client("ls", ".", address(server)).succeeded().out())
                    .containsPattern("^f \\d+ 5 \\d+ line\\\\nbreak\\\\\\\\x\n$");
        }
    }

    @Test
    void believesOnlyTheServerThatItWasTold() throws Exception {
        Path file = Files.writeString(folder.resolve("note"), "hello");
        try (ServerProcess server = ServerProcess.start(folder, "files=udp://:0")) {
            String other = "SHA256:" + "A".repeat(43);
            Ended refused = client("--server-key", other, "put", file.toString(), address(server));
            assertThat(refused.err()).startsWith("this is another server, or someone in between: its key is SHA256:");
            assertThat(file("note")).doesNotExist();
            String shown = refused.err().strip().replaceFirst(".* ", "");
            client("--server-key", shown, "put", file.toString(), address(server))
                    .succeeded();
            assertThat(file("note")).hasContent("hello");
        }
    }

    @Test
    void showsATokenWhereOneIsWanted() throws Exception {
        Path token = privately("token", "pigeons know the way");
        Path wrong = privately("wrong", "crows know another one");
        Path file = Files.writeString(folder.resolve("note"), "hello");
        try (ServerProcess server = ServerProcess.start(folder, "files=udp://:0", "--token-file", token.toString())) {
            String address = address(server);
            assertThat(client("put", file.toString(), address, "note").err()).contains("requires a token");
            assertThat(client("--token-file", wrong.toString(), "put", file.toString(), address, "note")
                            .err())
                    .contains("does not know this token");
            assertThat(file("note")).doesNotExist();
            client("--token-file", token.toString(), "put", file.toString(), address, "note")
                    .succeeded();
            assertThat(file("note")).hasContent("hello");
        }
    }

    private Path file(String name) {
        return folder.resolve("paloma-data/files").resolve(name);
    }

    private Path privately(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        file.toFile().setReadable(false, false);
        file.toFile().setReadable(true, true);
        return file;
    }

    private static String address(ServerProcess server) {
        InetSocketAddress files = server.udp("files");
        return files.getHostString() + ":" + files.getPort();
    }

    private static Ended client(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(python, Checkout.file("examples/files.py").toString()));
        command.addAll(List.of(arguments));
        return Ended.of(command);
    }
}
