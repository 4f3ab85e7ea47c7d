package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

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

    @TempDir
    Path folder;

    private final Programs programs = new Programs();
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
                "-f",
                "s16be",
                heard.toString()));
        short[] sent = send(ffmpeg);
        ffmpeg.succeeds(); // by our BYE

        assertThat(Heard.raw(heard, ByteOrder.BIG_ENDIAN)).isEqualTo(sent);
    }

    /** Its buffer takes for lost what comes later than its latency. */
    @Test
    void gstreamerHearsUs() throws Exception {
        Processes.require("gst-launch-1.0");
        Running gstreamer = gstreamer(
                "udpsrc port=%d caps=application/x-rtp,media=audio,clock-rate=44100,encoding-name=L16,channels=2,payload=10"
                        + " ! rtpjitterbuffer latency=2000 ! rtpL16depay"
                        + " ! filesink buffer-mode=unbuffered location=%s",
                port, heard);
        short[] sent = send(gstreamer);
        Await.until(() -> Files.size(heard) >= 2 * sent.length, () -> "GStreamer writes all to " + heard);
        gstreamer.stop();

        assertThat(Heard.raw(heard, ByteOrder.BIG_ENDIAN)).isEqualTo(sent);
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
        assertThat(received.exactFrames()).as(received.said()).isGreaterThanOrEqualTo(Heard.PROOF_FRAMES);
        assertThat(received.lostPackets()).as(received.said()).isZero();
    }

    /** Returns what was sent, a second of it, as soon as the listener had its port. */
    private short[] send(Running listener) throws Exception {
        String local = String.format(":%04X ", port);
        Await.until(
                () -> Files.readString(SOCKETS).contains(local)
                        || !listener.process().isAlive(),
                listener::toString);
        short[] sound = Noise.samples(2 * Senders.RATE, 11);
        Path wav = Files.write(
                folder.resolve("sent.wav"),
                new WavBytes().plain(1, 2, Senders.RATE, 16).data(sound).bytes());
        programs.audio("send", "--to", "127.0.0.1:" + port, "--from", wav.toString())
                .succeeds();
        return sound;
    }

    private Running gstreamer(String pipeline, Object... values) throws Exception {
        String command = String.format("gst-launch-1.0 --quiet " + pipeline, values);
        return programs.start(List.of(command.split(" ")));
    }
}
