package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.audio.Programs.Running;

/** Other people's players and senders of RTP: they hear ours and we hear theirs, bit for bit. */
class InteropIT {
    private static final int RATE = 44_100;
    private static final int SECONDS = 10;

    /** The programs start while sound is sent already, and our receiver finds its latency in 1.5 s: the rest is whole. */
    private static final int MIN_FRAMES = 4 * RATE;

    private static final int MAX_SECONDS = 60;

    /** What the machine may stand still for. */
    private static final String LATENCY = "300";

    private final short[] noise = Noise.samples(2 * SECONDS * RATE, 11);

    @TempDir
    Path folder;

    private Programs programs;
    private Path sent;
    private Path heard;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        programs = new Programs(folder);
        port = Programs.freePort();
        heard = folder.resolve("heard.wav");
        sent = folder.resolve("sent.wav");
        Files.write(sent, new WavBytes().plain(1, 2, RATE, 16).data(noise).bytes());
    }

    @AfterEach
    void end() {
        programs.close();
    }

    @Test
    void ffmpegHearsUsByOurDescription() throws Exception {
        Programs.require("ffmpeg");

        assertWhole(this::byFfmpeg);
    }

    private int byFfmpeg() throws Exception {
        Running sdp = programs.start(Programs.audio("sdp", "--port", "" + port));
        sdp.ends(MAX_SECONDS);
        Running ffmpeg = programs.start(
                "ffmpeg",
                "-y",
                "-nostdin",
                "-loglevel",
                "warning",
                "-protocol_whitelist",
                "file,udp,rtp",
                "-f",
                "sdp",
                "-i",
                sdp.printed().toString(),
                "-codec",
                "copy",
                "-f",
                "s16be",
                heard.toString());

        send();
        ffmpeg.ends(MAX_SECONDS); // by our BYE

        return Heard.longestPiece(noise, Heard.raw(heard, ByteOrder.BIG_ENDIAN));
    }

    @Test
    void weHearFfmpeg() throws Exception {
        Programs.require("ffmpeg");

        assertWhole(this::fromFfmpeg);
    }

    private int fromFfmpeg() throws Exception {
        Running receiver = receive();
        programs.start(
                        "ffmpeg",
                        "-nostdin",
                        "-loglevel",
                        "warning",
                        "-re",
                        "-i",
                        sent.toString(),
                        "-codec:a",
                        "pcm_s16be",
                        "-f",
                        "rtp",
                        "rtp://127.0.0.1:" + port)
                .ends(MAX_SECONDS);
        receiver.stop();

        return Heard.longestPiece(noise, Heard.wav(heard));
    }

    @Test
    void gstreamerHearsUs() throws Exception {
        Programs.require("gst-launch-1.0");

        assertWhole(this::byGstreamer);
    }

    private int byGstreamer() throws Exception {
        Running gstreamer = gstreamer(
                "udpsrc port=%d caps=application/x-rtp,media=audio,clock-rate=44100,encoding-name=L16,channels=2,payload=10"
                        + " ! rtpjitterbuffer latency=300 ! rtpL16depay"
                        + " ! filesink buffer-mode=unbuffered location=%s",
                port, heard);

        send();
        gstreamer.stop();

        return Heard.longestPiece(noise, Heard.raw(heard, ByteOrder.BIG_ENDIAN));
    }

    @Test
    void weHearGstreamer() throws Exception {
        Programs.require("gst-launch-1.0");

        assertWhole(this::fromGstreamer);
    }

    private int fromGstreamer() throws Exception {
        Running receiver = receive();
        gstreamer(
                        "filesrc location=%s ! wavparse ! audioconvert ! rtpL16pay ! udpsink host=127.0.0.1 port=%d",
                        sent, port)
                .ends(MAX_SECONDS);
        receiver.stop();

        return Heard.longestPiece(noise, Heard.wav(heard));
    }

    private static void assertWhole(Callable<Integer> piece) throws Exception {
        assertThat(Steady.tried(MIN_FRAMES, piece)).isGreaterThanOrEqualTo(MIN_FRAMES);
    }

    private void send() throws IOException, InterruptedException {
        programs.start(Programs.audio("send", "--to", "127.0.0.1:" + port, "--from", sent.toString()))
                .ends(MAX_SECONDS);
    }

    private Running receive() throws IOException {
        return programs.receive("--listen", "127.0.0.1:" + port, "--latency", LATENCY, "--to", heard.toString());
    }

    private Running gstreamer(String pipeline, Object... values) throws IOException {
        return programs.start(
                String.format("gst-launch-1.0 --quiet " + pipeline, values).split(" "));
    }
}
