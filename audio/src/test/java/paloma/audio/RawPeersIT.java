package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.audio.Programs.Running;

/** Scripts of ten lines as peers: bare samples in datagrams of 4,096 bytes. */
class RawPeersIT {
    /** Ten of its datagrams have a size that is no whole number of frames. */
    private static final String SENDER = """
            import socket, sys, time
            peer = ("127.0.0.1", int(sys.argv[1]))
            sound = open(sys.argv[2], "rb").read()
            out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            begin = time.monotonic()
            for n in range(len(sound) // 4096):
                time.sleep(max(0, begin + n * 1024 / 44100 - time.monotonic()))
                out.sendto(sound[n * 4096:][:4096], peer)
                if n % 40 == 20:
                    out.sendto(bytes(4095 - n), peer)
            """;

    private static final String RECEIVER = """
            import socket, sys
            ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            ear.bind(("127.0.0.1", int(sys.argv[1])))
            print("listening", flush=True)
            with open(sys.argv[2], "wb") as heard:
                for n in range(int(sys.argv[3])):
                    datagram = ear.recv(65536)
                    assert len(datagram) == 4096, len(datagram)
                    heard.write(datagram)
            """;

    private static final int CHUNKS = 400;
    private static final int ODD = CHUNKS / 40;
    private static final int MAX_SECONDS = 60;

    /** The receiver finds its latency in 1.5 s, and a busy machine may stand still once. */
    private static final int MIN_FRAMES = 3 * 44_100;

    private final short[] noise = Noise.samples(CHUNKS * 2 * 1_024, 13);

    @TempDir
    Path folder;

    private Programs programs;
    private Path heard;

    @BeforeEach
    void prepare() {
        Programs.require("python3");
        programs = new Programs(folder);
    }

    @AfterEach
    void end() {
        if (programs != null) {
            programs.close();
        }
    }

    @Test
    void weHearAScript() throws Exception {
        Path sent = Files.write(folder.resolve("sent"), Heard.bytes(noise));
        heard = folder.resolve("heard.wav");

        assertThat(Steady.tried(MIN_FRAMES, () -> hear(sent))).isGreaterThanOrEqualTo(MIN_FRAMES);
    }

    private int hear(Path sent) throws Exception {
        int port = Programs.freePort();
        Running receiver = programs.receive(
                "--wire", "raw", "--listen", "127.0.0.1:" + port, "--latency", "300", "--to", heard.toString());
        programs.start("python3", "-c", SENDER, "" + port, sent.toString()).ends(MAX_SECONDS);
        receiver.stop();
        assertThat(receiver.said())
                .contains(CHUNKS + " packets", ODD + " datagrams were dropped: " + ODD + " malformed, 0 of");
        return Heard.longestPiece(noise, Heard.wav(heard));
    }

    @Test
    void aScriptHearsUs() throws Exception {
        int port = Programs.freePort();
        Path from = folder.resolve("sent.wav");
        Files.write(from, new WavBytes().plain(1, 2, 44_100, 16).data(noise).bytes());
        heard = folder.resolve("heard");
        Running script = programs.start("python3", "-c", RECEIVER, "" + port, heard.toString(), "" + CHUNKS)
                .await("listening");

        programs.start(Programs.audio("send", "--wire", "raw", "--to", "127.0.0.1:" + port, "--from", from.toString()))
                .ends(MAX_SECONDS);
        script.ends(MAX_SECONDS);

        assertThat(Heard.raw(heard, ByteOrder.LITTLE_ENDIAN)).isEqualTo(noise);
    }
}
