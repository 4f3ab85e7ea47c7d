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

/** Other people's players and senders of RTP: they hear ours and we hear theirs, bit for bit. */
@Execution(ExecutionMode.CONCURRENT)
class InteropIT {
    private static final Path SOCKETS = Path.of("/proc/net/udp");
    private static final short[] NOISE = Noise.samples(2 * Senders.RATE, 11);

    @TempDir
    Path folder;

    private final Programs programs = Programs.here();
    private final int port = Ports.free();
    private Path heard;

    @BeforeEach
    void prepare() {
        heard = folder.resolve("heard");
    }

    @AfterEach
    void end() {
        programs.close();
    }

    /** It listens before we send, so it misses nothing. */
    @Test
    void ffmpegHearsUsByOurDescription() throws Exception {
        Processes.require("ffmpeg");
        String description = programs.audio("sdp", "--port", "" + port).succeeds();
        Path sdp = Files.writeString(folder.resolve("our.sdp"), description);
        Running ffmpeg = programs.start(List.of(
                "ffmpeg",
                "-nostdin",
                "-loglevel",
                "warning",
                "-protocol_whitelist",
                "file,udp,rtp",
                "-i",
                sdp.toString(),
                "-codec",
                "copy",
                "-flush_packets",
                "1",
                "-f",
                "s16be",
                heard.toString()));
        awaitListener(ffmpeg);
        Program sender = programs.fed(
                new EndlessNoise(NOISE),
                "send",
                "--to",
                "127.0.0.1:" + port,
                "--from",
                "-",
                "--raw-input",
                "--no-live");
        awaitAll(); // it reads our BYE before the sound that came earlier
        sender.stop();
        ffmpeg.succeeds(); // by our BYE

        assertThat(Heard.raw(heard, ByteOrder.BIG_ENDIAN)).startsWith(NOISE);
    }

    /** Its buffer takes for lost what comes later than its latency; its socket holds all of the second. */
    @Test
    void gstreamerHearsUs() throws Exception {
        Processes.require("gst-launch-1.0");
        Running gstreamer = gstreamer(
                "udpsrc buffer-size=1000000 port=%d caps=application/x-rtp,media=audio,clock-rate=44100,encoding-name=L16,channels=2,payload=10"
                        + " ! rtpjitterbuffer latency=60000 faststart-min-packets=1 ! rtpL16depay"
                        + " ! filesink buffer-mode=unbuffered location=%s",
                port, heard);
        awaitListener(gstreamer);
        programs.audio("send", "--to", "127.0.0.1:" + port, "--from", wav().toString())
                .succeeds();
        awaitAll();
        gstreamer.stop();

        assertThat(Heard.raw(heard, ByteOrder.BIG_ENDIAN)).isEqualTo(NOISE);
    }

    @Test
    void weHearFfmpeg() throws Exception {
        assertHeard(senders().ffmpeg());
    }

    @Test
    void weHearGstreamer() throws Exception {
        assertHeard(senders().gstreamer());
    }

    private Senders senders() throws Exception {
        return new Senders(programs, folder, 1, Senders.WHOLE_SECOND_MILLIS);
    }

    private static void assertHeard(Received received) {
        assumeThat(received.stoodStill()).as(received.said()).isFalse();
        assertThat(received.exactFrames()).as(received.said()).isGreaterThanOrEqualTo(Heard.PROOF_FRAMES);
        assertThat(received.lostPackets()).as(received.said()).isZero();
    }

    private void awaitAll() throws Exception {
        Await.until(
                () -> Files.exists(heard) && Files.size(heard) >= 2 * NOISE.length, () -> "all is written to " + heard);
    }

    private void awaitListener(Running listener) throws Exception {
        String local = String.format(":%04X ", port);
        Await.until(() -> Files.readString(SOCKETS).contains(local) || !listener.isAlive(), listener::toString);
    }

    private Path wav() throws Exception {
        return Files.write(
                folder.resolve("sent.wav"),
                new WavBytes().plain(1, 2, Senders.RATE, 16).data(NOISE).bytes());
    }

    private Running gstreamer(String pipeline, Object... values) throws Exception {
        String command = String.format("gst-launch-1.0 --quiet " + pipeline, values);
        return programs.start(List.of(command.split(" ")));
    }
}
