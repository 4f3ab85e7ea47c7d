package paloma.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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
    @TempDir
    private Path folder;

    @BeforeAll
    static void needsPython() {
        Processes.require("python3");
    }

    @Test
    void putsAndGetsAFile() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(8).nextBytes(bytes);
        Path file = Files.write(folder.resolve("original"), bytes);
        try (ServerProcess server = ServerProcess.start(folder, "files=udp://:0")) {
            assertThat(python("put", file.toString(), address(server), "there")).isZero();
            assertThat(file("there")).hasBinaryContent(bytes);
            assertThat(python("put", file.toString(), address(server), "../out"))
                    .isNotZero();
            Path again = folder.resolve("again");
            assertThat(python("get", "there", address(server), again.toString()))
                    .isZero();
            assertThat(again).hasBinaryContent(bytes);
        }
    }

    @Test
    void showsATokenWhereOneIsWanted() throws Exception {
        Path token = privately("token", "pigeons know the way");
        Path wrong = privately("wrong", "crows know another");
        Path file = Files.writeString(folder.resolve("note"), "hello");
        try (ServerProcess server = ServerProcess.start(folder, "files=udp://:0", "--token-file", token.toString())) {
            String address = address(server);
            assertThat(python("put", file.toString(), address, "note")).isNotZero();
            assertThat(python("--token-file", wrong.toString(), "put", file.toString(), address, "note"))
                    .isNotZero();
            assertThat(file("note")).doesNotExist();
            assertThat(python("--token-file", token.toString(), "put", file.toString(), address, "note"))
                    .isZero();
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

    private static int python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("python3", Checkout.file("examples/files.py").toString()));
        command.addAll(List.of(arguments));
        return Ended.of(command).exitCode();
    }
}
