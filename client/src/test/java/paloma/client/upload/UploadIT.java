package paloma.client.upload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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
            assertThat(outcome.out()).matches("large: 1,000,000 bytes in [0-9.]+ s; stored by the server\n");
            assertThat(server.streams.poll(10, TimeUnit.SECONDS)).isEqualTo(content);
        }
    }

    /** The server says it in the middle, takes the rest for a while, and ends its side. */
    @Test
    void saysWhatTheServerKeptOfAStreamAndSendsNoMoreOfIt() throws Exception {
        byte[] first = new byte[100];
        Path large = Files.write(folder.resolve("large"), new byte[200_000_000]);
        BlockingQueue<Integer> came = new LinkedBlockingQueue<>();
        try (FakeTcp server = new FakeTcp(socket -> {
            socket.getInputStream().readNBytes(first, 0, first.length);
            socket.getOutputStream().write("100 bytes kept as x.part:\u001b[2J a limit\n".getBytes(US_ASCII));
            socket.shutdownOutput();
            came.add(count(socket.getInputStream()));
        })) {
            Outcome outcome = Outcome.of("upload", "--tcp", large.toString(), "--host", server.host());

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .isEqualTo("\"large\" is not stored as it should be; tcp://" + server.host()
                            + " says: \"100 bytes kept as x.part:\\u001b[2J a limit\".\n");
            assertThat(came.poll(10, TimeUnit.SECONDS)).isLessThan(200_000_000);
        }
    }

    @Test
    void saysWhatTheServerSaysAfterTheEndOfTheStream() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        try (FakeTcp server = new FakeTcp(socket -> {
            socket.getInputStream().readAllBytes();
            socket.getOutputStream().write("0 bytes kept".getBytes(US_ASCII));
        })) {
            Outcome outcome = Outcome.of("upload", "--tcp", file.toString(), "--host", server.host());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err()).contains("\"0 bytes kept\"").hasLineCount(1);
        }
    }

    @Test
    void doesNotKnowWhetherAStreamIsStoredThatIsResetAtItsEnd() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        try (FakeTcp server = new FakeTcp(socket -> {
            socket.getInputStream().readAllBytes();
            socket.setSoLinger(true, 0);
        })) {
            Outcome outcome = Outcome.of("upload", "--tcp", file.toString(), "--host", server.host());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).startsWith("Whether \"file\" is stored is not known: ");
        }
    }

    @Test
    void takesAConnectionThatEndsInTheMiddleForNoSuccess() throws Exception {
        Path large = Files.write(folder.resolve("large"), new byte[50_000_000]);
        try (FakeTcp server = new FakeTcp(socket -> socket.getInputStream().readNBytes(10))) {
            Outcome outcome = Outcome.of("upload", "--tcp", large.toString(), "--host", server.host());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).startsWith("\"large\" is not stored: ").hasLineCount(1);
        }
    }

    @Test
    void tellsOfEachStreamWhateverBecameOfTheOneBefore() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad"), "bad");
        Path good = Files.writeString(folder.resolve("good"), "good");
        try (FakeTcp server = new FakeTcp(socket -> {
            if (new String(socket.getInputStream().readAllBytes(), US_ASCII).equals("bad")) {
                socket.getOutputStream().write("nothing kept".getBytes(US_ASCII));
            }
        })) {
            Outcome outcome = Outcome.of(
                    "upload", "--tcp", good.toString(), bad.toString(), good.toString(), "--host", server.host());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.out()).hasLineCount(2).contains("good: 4 bytes in ");
            assertThat(outcome.err()).hasLineCount(1).startsWith("\"bad\" is not stored");
        }
    }

    @Test
    void saysOfEachStreamThatNobodyListens() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Outcome outcome = Outcome.of("upload", "--tcp", file.toString(), "--host", "127.0.0.1:" + FakeUdp.freePort());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("\"file\" is not stored. Nobody is listening at tcp://");
    }

    private static int count(InputStream in) throws IOException {
        int count = 0;
        byte[] buffer = new byte[65_536];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count += read;
            }
        } catch (SocketException reset) {
            return count;
        }
        return count;
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
