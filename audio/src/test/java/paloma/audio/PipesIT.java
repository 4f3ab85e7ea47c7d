package paloma.audio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.BugReport;
import paloma.testkit.Processes;

/** What comes through a pipe leaves in packets, sample by sample, or it is said why not. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class PipesIT {
    private static final short[] NOISE = Noise.samples(2 * 20_000, 7);
    private static final int RTP_HEADER_BYTES = 12;

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"--from -", "--from - --no-live", "--from PIPE.wav", "--from PIPE"})
    void aWavFileIsSentWhole(String from) throws Exception {
        assertThat(send(from, wav())).isZero();
        assertThat(sent()).isEqualTo(NOISE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--from -", "--from PIPE", "--from - --raw-input"})
    void bareSamplesAreSentWhole(String from) throws Exception {
        byte[] wav = wav();

        assertThat(send(from, Arrays.copyOfRange(wav, wav.length - 2 * NOISE.length, wav.length)))
                .isZero();
        assertThat(sent()).isEqualTo(NOISE);
    }

    @Test
    void whatCameOfAWavFileThatEndsEarlyIsSentAndItIsSaid() throws Exception {
        byte[] wav = wav();

        assertThat(send("--from -", Arrays.copyOf(wav, wav.length - 4 * 5_000))).isEqualTo(1);
        assertThat(sent()).isEqualTo(Arrays.copyOf(NOISE, 2 * 15_000));
        assertThat(err.toString()).contains("\"-\" ends 5000 frames (0.11 s) early: it is not complete.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fLaC\0\0\0\"............"})
    void nothingIsSentOfWhatHoldsNoSound(String text) throws Exception {
        assertThat(send("--from -", text.getBytes(ISO_8859_1))).isEqualTo(1);
        assertThat(sent()).isEmpty();
        assertThat(err.toString()).contains("\"-\" is ");
    }

    private static byte[] wav() {
        return new WavBytes().plain(1, 2, 44_100, 16).data(NOISE).bytes();
    }

    private int send(String from, byte[] bytes) throws Exception {
        Path pipe = folder.resolve(from.endsWith(".wav") ? "PIPE.wav" : "PIPE");
        if (from.contains("PIPE")) {
            Processes.require("mkfifo");
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
            new Thread(() -> write(pipe, bytes)).start();
        }
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setReceiveBufferSize(1 << 20);
            Thread hearing = new Thread(() -> hear(socket));
            hearing.start();
            int code = run(
                    "send --to 127.0.0.1:" + socket.getLocalPort() + " " + from.replaceAll("PIPE.*", pipe.toString()),
                    new ByteArrayInputStream(bytes));
            sayThatItIsOver(socket);
            hearing.join();
            return code;
        }
    }

    private int run(String arguments, InputStream in) {
        return Main.commandLine(in, OutputStream.nullOutputStream(), new BugReport(folder))
                .setErr(new PrintWriter(err))
                .execute(arguments.split(" "));
    }

    private static void write(Path pipe, byte[] bytes) {
        try {
            Files.write(pipe, bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends what comes behind all that was sent: an empty datagram. */
    private static void sayThatItIsOver(DatagramSocket hearing) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[0], 0, hearing.getLocalSocketAddress()));
        }
    }

    private void hear(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        try {
            for (socket.receive(packet); packet.getLength() > 0; socket.receive(packet)) {
                sound.write(packet.getData(), RTP_HEADER_BYTES, packet.getLength() - RTP_HEADER_BYTES);
                packet.setLength(2_048);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private short[] sent() {
        byte[] bytes = sound.toByteArray();
        short[] samples = new short[bytes.length / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (bytes[2 * i] << 8 | bytes[2 * i + 1] & 0xFF);
        }
        return samples;
    }
}
