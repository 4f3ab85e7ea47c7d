package paloma.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.Transport;

/** Uploads by TCP: silence and the end for a file that is stored, else a line. */
@Timeout(60)
class UploadedStreamsIT {
    @TempDir
    Path data;

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void storesAStreamWhateverIsInItBeforeItEndsItsOwn(Transport transport) throws IOException {
        byte[] large = new byte[20_000_000];
        new Random(7).nextBytes(large);
        List<byte[]> contents = new ArrayList<>(List.of(large));
        for (String text : List.of("bye", "bye\n", "bye\r\n", "first\nbye\nsecond\n", "bye\nlast", "first\nbye")) {
            contents.add(text.getBytes(US_ASCII));
        }
        try (RunningServer server = start(transport)) {
            for (byte[] content : contents) {
                assertThat(upload(server, content)).isEmpty();
                assertThat(files())
                        .as("at the end of the stream")
                        .hasSize(1)
                        .allSatisfy(file -> assertThat(file)
                                .hasBinaryContent(content)
                                .satisfies(path -> assertThat(path.toString()).doesNotEndWith(".part")));
                Files.delete(files().get(0));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void tellsAClientThatIsStillSendingWhatIsKept(Transport transport) throws IOException {
        try (RunningServer server = start(transport, "--upload-limit", "1000")) {
            assertThat(upload(server, new byte[1_000])).isEmpty();
            assertThat(upload(server, new byte[8_000_000]))
                    .matches("1000 bytes kept as \\S+\\.part: a file may have at most 1000 bytes \\(upload-limit\\)\n");
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void tellsWhatAFullDiskHasKept(Transport transport) throws Exception {
        Path mount = Files.createDirectory(data.resolve("small"));
        assumeThat(mounted("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount.toString()))
                .as("only root mounts a small disk")
                .isTrue();
        try (RunningServer server =
                RunningServer.start(transport, mount, "--quiet", "upload=tcp://:0", "--upload-free", "0")) {
            assertThat(upload(server, new byte[3_000_000]))
                    .matches("\\d+ bytes kept as \\S+\\.part: No space left on device\n");
        } finally {
            mounted("umount", mount.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void tellsWhoeverIsUploadingThatItStops(Transport transport) throws IOException {
        Socket uploading;
        Socket silent;
        try (RunningServer server = start(transport, "--event-loops", "1")) {
            silent = connect(server);
            uploading = connect(server);
            uploading.getOutputStream().write("half".getBytes(US_ASCII));
            // The one event loop has read what came before when it has served two connections more.
            assertThat(upload(server, "another".getBytes(US_ASCII))).isEmpty();
            assertThat(upload(server, "and another".getBytes(US_ASCII))).isEmpty();
        }
        try (uploading;
                silent) {
            assertThat(answer(uploading)).matches("4 bytes kept as \\S+\\.part: the server stopped before .*\n");
            assertThat(answer(silent)).isNotEmpty();
        }
    }

    private RunningServer start(Transport transport, String... options) {
        List<String> all = new ArrayList<>(List.of("--quiet", "upload=tcp://:0"));
        all.addAll(List.of(options));
        return RunningServer.start(transport, data, all.toArray(String[]::new));
    }

    private static String upload(RunningServer server, byte[] content) throws IOException {
        try (Socket client = connect(server)) {
            client.getOutputStream().write(content);
            client.shutdownOutput();
            return answer(client);
        }
    }

    private static Socket connect(RunningServer server) throws IOException {
        Socket client = new Socket();
        client.connect(server.tcp("upload"));
        return client;
    }

    private static String answer(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), US_ASCII);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(data).filter(Files::isRegularFile)) {
            return files.toList();
        }
    }

    private static boolean mounted(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
