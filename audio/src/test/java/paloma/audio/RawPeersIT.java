package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import paloma.audio.Programs.Running;
import paloma.testkit.Processes;

/** Scripts of ten lines as peers: bare samples in datagrams of 4,096 bytes. */
@Execution(ExecutionMode.CONCURRENT)
class RawPeersIT {
    private static final String RECEIVER = """
            import socket, sys
            ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            ear.bind(("127.0.0.1", int(sys.argv[1])))
            print("listening", flush=True)
            with open(sys.argv[2], "wb") as heard:
                for n in range(int(sys.argv[3])):
                    datagram = ear.recv(65536)
                    assert len(datagram) == 4096, len(datagram)
                    heard.write(datagram)
            """;

    /** Of a second. */
    private static final int CHUNKS = 43;

    private static final int ODD = 4;

    @TempDir
    Path folder;

    private final Programs programs = Programs.here();

    @BeforeEach
    void needsPython() {
        Processes.require("python3");
    }

    @AfterEach
    void end() {
        programs.close();
    }

    @Test
    void weHearAScript() throws Exception {
        Received received = new Senders(programs, folder, 1, Senders.WHOLE_SECOND_MILLIS).script();

        assumeThat(received.stoodStill()).as(received.said()).isFalse();
        assertThat(received.isSound()).as(received.said()).isTrue();
        assertThat(received.packets()).as(received.said()).isBetween(CHUNKS - Received.HELD_RAW_PACKETS, (long) CHUNKS);
        assertThat(received.said()).contains(ODD + " datagrams were dropped: " + ODD + " malformed, 0 of");
    }

    @Test
    void aScriptHearsUs() throws Exception {
        short[] noise = Noise.samples(CHUNKS * 2 * 1_024, 13);
        int port = Ports.free();
        Path from = folder.resolve("sent.wav");
        Files.write(from, new WavBytes().plain(1, 2, 44_100, 16).data(noise).bytes());
        Path heard = folder.resolve("heard");
        Running script = programs.start(List.of("python3", "-c", RECEIVER, "" + port, heard.toString(), "" + CHUNKS))
                .await("listening");

        programs.audio("send", "--wire", "raw", "--to", "127.0.0.1:" + port, "--from", from.toString())
                .succeeds();
        script.succeeds();

        assertThat(Heard.raw(heard, ByteOrder.LITTLE_ENDIAN)).isEqualTo(noise);
    }
}
