package paloma.client.upload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.client.FakeTcp;
import paloma.client.FakeUdp;
import paloma.client.Outcome;

class UploadIT {
    @TempDir
    Path folder;

    @Test
    void sendsFilesInPiecesAndByeEachFromAFreshSocket() throws Exception {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        Path large = Files.write(folder.resolve("large"), content);
        Path bye = Files.writeString(folder.resolve("bye"), "bye");
        Path empty = Files.createFile(folder.resolve("empty"));
        try (FakeUdp server = FakeUdp.silent()) {
            Outcome outcome =
                    Outcome.of("upload", large.toString(), bye.toString(), empty.toString(), "--host", server.host());

            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out().lines())
                    .hasSize(3)
                    .first()
                    .asString()
                    .startsWith("large: 100,000 bytes in 98 datagrams, ");
            assertThat(upload(server)).isEqualTo(content);
            assertThat(upload(server)).asString(US_ASCII).isEqualTo("bye");
            assertThat(upload(server)).isEmpty();
        }
    }

    @Test
    void streamsOverTcpAndWaitsForTheEnd() throws Exception {
        byte[] content = new byte[1_000_000];
        new Random(2).nextBytes(content);
        Path large = Files.write(folder.resolve("large"), content);
        try (FakeTcp server = FakeTcp.keeping()) {
            Outcome outcome =
                    Outcome.of("upload", "--tcp", large.toString(), "--timeout", "1m", "--host", server.host());

            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out()).contains("stored by the server");
            assertThat(outcome.exitCode()).isZero();
            assertThat(server.streams.poll(10, TimeUnit.SECONDS)).isEqualTo(content);
        }
    }

    @Test
    void tellsWhatTheServerSaysOfAFileThatItDidNotStore() throws Exception {
        Path large = Files.write(folder.resolve("large"), new byte[8_000_000]);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> refusal = CompletableFuture.runAsync(() -> {
                try (Socket connection = server.accept()) {
                    connection.getInputStream().readNBytes(1_000);
                    connection.getOutputStream().write("1,000 bytes kept as x.part: a\u001blimit\n".getBytes());
                    connection.shutdownOutput();
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException reset) {
                    return; // the client has heard enough
                }
            });
            Outcome outcome = Outcome.of(
                    "upload",
                    "--tcp",
                    large.toString(),
                    "--timeout",
                    "1m",
                    "--host",
                    "127.0.0.1:" + server.getLocalPort());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .contains(
                            "\"large\" is not stored whole. The server says: 1,000 bytes kept as x.part: a\\u001blimit");
            refusal.join();
        }
    }

    @Test
    void takesAResetForNoSuccess() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> reset = CompletableFuture.runAsync(() -> {
                try (Socket connection = server.accept()) {
                    connection.getInputStream().readAllBytes();
                    connection.setSoLinger(true, 0);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Outcome outcome = Outcome.of(
                    "upload",
                    "--tcp",
                    file.toString(),
                    "--timeout",
                    "1m",
                    "--host",
                    "127.0.0.1:" + server.getLocalPort());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains("Nothing says that \"file\" is stored.");
            reset.join();
        }
    }

    @Test
    void sendsNothingWhenOneFileIsMissing() throws Exception {
        Path there = Files.writeString(folder.resolve("there"), "x");
        try (FakeUdp server = FakeUdp.silent()) {
            Outcome outcome = Outcome.of(
                    "upload", there.toString(), folder.resolve("missing").toString(), "--host", server.host());

            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.err()).contains("is not a file that can be read").hasLineCount(1);
            assertThat(server.got).isEmpty();
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Outcome outcome = Outcome.of("upload", file.toString(), "--host", "127.0.0.1:" + FakeUdp.freePort());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("Nobody is listening at udp://");
    }

    /** Reads as the service does: what one sender sent, until a datagram that is exactly bye. */
    private static byte[] upload(FakeUdp server) throws InterruptedException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        int port = 0;
        while (true) {
            FakeUdp.Got got = server.got.poll(10, TimeUnit.SECONDS);
            assertThat(got).isNotNull();
            assertThat(port == 0 || port == got.port()).isTrue();
            port = got.port();
            if (new String(got.bytes(), US_ASCII).equals("bye")) {
                return file.toByteArray();
            }
            file.writeBytes(got.bytes());
        }
    }
}
