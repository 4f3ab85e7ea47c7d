package paloma.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has written a client from docs/wire.md alone, in Python: it and our server understand each other. */
class PythonClientIT {
    @TempDir
    private Path folder;

    @BeforeAll
    static void needsPython() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/python3"))
                        || System.getenv("PATH").contains("pyenv"),
                "python3 is not installed");
    }

    @Test
    void putsAndGetsAFile() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(8).nextBytes(bytes);
        Path file = Files.write(folder.resolve("original"), bytes);
        Path data = folder.resolve("data");
        try (ServerJar server = ServerJar.start(data)) {
            assertThat(python("put", file.toString(), server.address(), "there"))
                    .isZero();
            assertThat(data.resolve("files/there")).hasBinaryContent(bytes);
            assertThat(python("put", file.toString(), server.address(), "../out"))
                    .isNotZero();
            Path again = folder.resolve("again");
            assertThat(python("get", "there", server.address(), again.toString()))
                    .isZero();
            assertThat(again).hasBinaryContent(bytes);
        }
    }

    @Test
    void showsATokenWhereOneIsWanted() throws Exception {
        Path token = privately("token", "pigeons know the way");
        Path wrong = privately("wrong", "crows know another");
        Path file = Files.writeString(folder.resolve("note"), "hello");
        Path data = folder.resolve("data");
        try (ServerJar server = ServerJar.start(data, "--token-file", token.toString())) {
            assertThat(python("put", file.toString(), server.address(), "note")).isNotZero();
            assertThat(python("--token-file", wrong.toString(), "put", file.toString(), server.address(), "note"))
                    .isNotZero();
            assertThat(data.resolve("files/note")).doesNotExist();
            assertThat(python("--token-file", token.toString(), "put", file.toString(), server.address(), "note"))
                    .isZero();
            assertThat(data.resolve("files/note")).hasContent("hello");
        }
    }

    private Path privately(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        file.toFile().setReadable(false, false);
        file.toFile().setReadable(true, true);
        return file;
    }

    private static int python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "examples/files.py"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(new File(".."))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
