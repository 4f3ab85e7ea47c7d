package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;

/** Files that strangers' programs send, and floods of them. */
class UploadsOverTheWireIT {
    private static final int DATAGRAM_BYTES = 1_024;
    private static final int FLOOD_DATAGRAMS = 12_000;
    private static final Pattern DROPPED =
            Pattern.compile("(\\d+) bytes kept as .*the kernel dropped (\\d+) datagrams");

    @TempDir
    Path folder;

    @Test
    void takesTheFilesOfPythonsFourAtOnce() throws Exception {
        Processes.require("python3");
        try (ServerProcess server = ServerProcess.start(folder, "upload=udp://:0")) {
            String script = new String(
                    UploadsOverTheWireIT.class
                            .getResourceAsStream("/ten_lines.py")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            int port = server.udp("upload").getPort();
            Ended.printedBy("", "python3", "-c", script, "upload", String.valueOf(port));
            Set<String> came = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                assertThat(server.err().next("upload ")).contains(" complete: 40960 bytes from ");
            }
            for (Path file : uploads()) {
                came.add(Files.readString(file));
            }
            assertThat(came).containsExactlyInAnyOrder(fileOf("a"), fileOf("b"), fileOf("c"), fileOf("d"));
        }
    }

    @Test
    void takesWhatNetcatSendsOverTcp() throws Exception {
        Processes.require("nc");
        try (ServerProcess server = ServerProcess.start(folder, "upload=tcp://:0")) {
            String file =
                    "a line\r\n\nbye\nand more, without an end".repeat(1_000).replace("bye\n", "by\n");
            String port = String.valueOf(server.tcp("upload").getPort());
            assertThat(Ended.printedBy(file, "nc", "-N", "127.0.0.1", port)).isEmpty();
            server.err().next(" complete: " + file.length() + " bytes");
            assertThat(uploads())
                    .singleElement()
                    .satisfies(path -> assertThat(path).hasContent(file));
        }
    }

    /** The small buffer makes sure that the kernel drops some; with the large one it depends on the machine. */
    @ParameterizedTest
    @ValueSource(strings = {"64k", "4M"})
    void landsAFloodWholeOrTellsWhatTheKernelDropped(String receiveBuffer) throws Exception {
        byte[] file = new byte[FLOOD_DATAGRAMS * DATAGRAM_BYTES];
        new Random(1).nextBytes(file);
        try (ServerProcess server = ServerProcess.start(folder, "upload=udp://:0", "--receive-buffer", receiveBuffer)) {
            String outcome = flood(server, file);
            Path landed = uploads().get(0);
            assertThat(uploads()).hasSize(1);
            if (outcome.contains(" complete: ")) {
                assertThat(Files.mismatch(landed, Files.write(folder.resolve("sent"), file)))
                        .isEqualTo(-1);
                return;
            }
            assertThat(landed.toString()).endsWith(".part");
            Matcher told = DROPPED.matcher(outcome);
            assertThat(told.find()).as(outcome).isTrue();
            assertThat(Files.size(landed)).isEqualTo(Long.parseLong(told.group(1)));
            long missing = FLOOD_DATAGRAMS - Files.size(landed) / DATAGRAM_BYTES;
            // A bye may have been dropped too.
            assertThat(Long.parseLong(told.group(2))).isPositive().isGreaterThanOrEqualTo(missing);
        }
    }

    private static String flood(ServerProcess server, byte[] file) throws IOException, InterruptedException {
        InetSocketAddress address = server.udp("upload");
        try (DatagramChannel socket = DatagramChannel.open().connect(address)) {
            for (int at = 0; at < file.length; at += DATAGRAM_BYTES) {
                socket.write(ByteBuffer.wrap(file, at, DATAGRAM_BYTES));
            }
            String sender = "127.0.0.1:" + ((InetSocketAddress) socket.getLocalAddress()).getPort();
            String outcome = null;
            for (int i = 0; i < 100 && outcome == null; i++) {
                socket.write(ByteBuffer.wrap("bye".getBytes(StandardCharsets.US_ASCII)));
                outcome = server.err().poll(sender, TimeUnit.MILLISECONDS.toNanos(200));
            }
            assertThat(outcome).isNotNull();
            return outcome;
        }
    }

    private List<Path> uploads() throws IOException {
        try (var files = Files.list(folder.resolve("paloma-data/upload"))) {
            return files.toList();
        }
    }

    private static String fileOf(String letter) {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            file.append(letter.repeat(1_016)).append(String.format("%08d", i));
        }
        return file.toString();
    }
}
