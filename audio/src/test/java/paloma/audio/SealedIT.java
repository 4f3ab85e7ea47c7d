package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.Programs.Running;
import paloma.testkit.Processes;

/** Sealed sound between two of ours, and with other people's programs, sample by sample. */
class SealedIT {
    private static final String CM = "AES_CM_128_HMAC_SHA1_80";
    private static final String GCM = "AEAD_AES_128_GCM";
    private static final int SECONDS = 6;
    private static final Path SOCKETS = Path.of("/proc/net/udp");

    /** What GStreamer calls the suite of RFC 7714; its tag is no other authentication. */
    private static final String GCM_CAPS = "srtp-key=(buffer)%s,srtp-cipher=(string)aes-128-gcm,srtp-auth=(string)null,"
            + "srtcp-cipher=(string)aes-128-gcm,srtcp-auth=(string)null";

    @TempDir
    Path folder;

    private final Programs programs = new Programs();
    private final int port = Ports.free();
    private final short[] noise = Noise.samples(2 * SECONDS * Senders.RATE, 16);
    private Path sound;
    private Path heard;
    private Path key;

    @BeforeEach
    void prepare() throws Exception {
        heard = folder.resolve("heard");
        key = folder.resolve("music.key");
        sound = Files.write(
                folder.resolve("sent.wav"),
                new WavBytes().plain(1, 2, Senders.RATE, 16).data(noise).bytes());
    }

    @AfterEach
    void end() {
        programs.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {CM, GCM})
    void isHeardByWhoeverHasTheKey(String suite) throws Exception {
        makeKey(suite);
        Running receiver = receiver("--key-file", key.toString());
        send().succeeds();

        assertHeard(receiver);
    }

    @Test
    void isHeardFromFfmpegByItsDescription() throws Exception {
        Processes.require("ffmpeg");
        makeKey(CM);
        Path sdp = Files.writeString(folder.resolve("ffmpeg.sdp"), """
                v=0
                o=- 0 0 IN IP4 127.0.0.1
                s=No Name
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio %d RTP/AVP 10
                a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:%s
                """.formatted(port, base64()));
        Running receiver = programs.receive("--sdp", sdp.toString(), "--to", wav(), "--latency", "1500");
        start(
                        "ffmpeg -nostdin -loglevel error -re -i %s -codec:a pcm_s16be -f rtp -srtp_out_suite %s -srtp_out_params %s"
                                + " srtp://127.0.0.1:%d?pkt_size=1036",
                        sound, CM, base64(), port)
                .succeeds();

        assertHeard(receiver);
    }

    @Test
    void isHeardByFfmpegByOurDescription() throws Exception {
        Processes.require("ffmpeg");
        makeKey(CM);
        String description = programs.audio("sdp", "--to", "127.0.0.1:" + port, "--key-file", key.toString())
                .succeeds();
        Path sdp = Files.writeString(folder.resolve("our.sdp"), description);
        Running ffmpeg = start(
                "ffmpeg -nostdin -loglevel error -protocol_whitelist file,udp,rtp,srtp,crypto -i %s -codec copy -f s16be %s",
                sdp, heard);
        awaitPort(port);
        send().succeeds();
        ffmpeg.stop();

        assertThat(Heard.longestPiece(noise, Heard.raw(heard, ByteOrder.BIG_ENDIAN)))
                .isGreaterThanOrEqualTo(Heard.PROOF_FRAMES);
    }

    /** With RTCP on the next port: what does not open is counted. */
    @Test
    void isHeardFromGstreamer() throws Exception {
        Processes.require("gst-launch-1.0");
        makeKey(GCM);
        Running receiver = receiver("--key-file", key.toString());
        start(
                        "gst-launch-1.0 --quiet rtpbin name=b srtpenc name=e key=%s rtp-cipher=aes-128-gcm rtp-auth=null"
                                + " rtcp-cipher=aes-128-gcm rtcp-auth=null filesrc location=%s ! wavparse ! audioconvert"
                                + " ! rtpL16pay pt=10 mtu=1036 ! b.send_rtp_sink_0 b.send_rtp_src_0 ! e.rtp_sink_0"
                                + " e.rtp_src_0 ! udpsink host=127.0.0.1 port=%d b.send_rtcp_src_0 ! e.rtcp_sink_0"
                                + " e.rtcp_src_0 ! udpsink host=127.0.0.1 port=%d sync=false async=false",
                        hex(), sound, port, port + 1)
                .succeeds();

        assertHeard(receiver);
    }

    /** It wants to be told the SSRC with the key, so it comes in late. */
    @Test
    void isHeardByGstreamer() throws Exception {
        Processes.require("gst-launch-1.0");
        makeKey(GCM);
        Path reports = folder.resolve("reports");
        String caps = GCM_CAPS.formatted(hex());
        Running sender = send();
        long ssrc = ssrcOfWhatComes();
        Running gstreamer = start(
                "gst-launch-1.0 --quiet udpsrc port=%d caps=application/x-srtp,media=(string)audio,clock-rate=(int)44100,"
                        + "encoding-name=(string)L16,channels=(int)2,payload=(int)10,ssrc=(uint)%d,%s ! srtpdec name=d"
                        + " d.rtp_src ! rtpL16depay ! filesink buffer-mode=unbuffered location=%s"
                        + " udpsrc port=%d caps=application/x-srtcp,ssrc=(uint)%d,%s ! d.rtcp_sink"
                        + " d.rtcp_src ! filesink buffer-mode=unbuffered location=%s",
                port, ssrc, caps, heard, port + 1, ssrc, caps, reports);
        sender.succeeds();
        gstreamer.stop();

        assertThat(Heard.longestPiece(noise, Heard.raw(heard, ByteOrder.BIG_ENDIAN)))
                .isGreaterThanOrEqualTo(Heard.PROOF_FRAMES);
        assertThat(Files.readAllBytes(reports)).as("a sender report, opened").startsWith(0x80, 0xc8);
    }

    @Test
    void isHeardByNobodyElseWhichBothSidesSay() throws Exception {
        makeKey(GCM);
        Running receiver = receiver();
        Running sender = send();
        receiver.await("probably sealed (SRTP)");
        sender.succeeds();

        assertThat(receiver.stop()).contains("Nothing was played.");
    }

    @Test
    void whatIsNotSealedIsNotHeardByWhoeverHasAKey() throws Exception {
        makeKey(CM);
        Running receiver = receiver("--key-file", key.toString());
        Running sender = programs.audio("send", "--to", "127.0.0.1:" + port, "--from", sound.toString());
        receiver.await("is not sealed with this key");
        sender.succeeds();

        assertThat(receiver.stop()).contains("Nothing was played.").contains("dropped: not sealed with this key.");
    }

    private void makeKey(String suite) throws Exception {
        programs.audio("key", "--suite", suite, key.toString()).succeeds();
    }

    private String base64() throws Exception {
        return Files.readString(key).strip().replaceFirst(".*inline:", "");
    }

    private String hex() throws Exception {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(base64()));
    }

    private String wav() {
        return heard + ".wav";
    }

    private Running receiver(String... more) throws Exception {
        Stream<String> always = Stream.of("--listen", "127.0.0.1:" + port, "--to", wav(), "--latency", "1500");
        return programs.receive(Stream.concat(always, Stream.of(more)).toArray(String[]::new));
    }

    private Running send() throws Exception {
        return programs.audio(
                "send", "--to", "127.0.0.1:" + port, "--from", sound.toString(), "--key-file", key.toString());
    }

    private Running start(String command, Object... values) throws Exception {
        return programs.start(List.of(String.format(command, values).split(" ")));
    }

    private void assertHeard(Running receiver) throws Exception {
        String said = receiver.stop();
        assertThat(Heard.longestPiece(noise, Heard.wav(Path.of(wav()))))
                .as(said)
                .isGreaterThanOrEqualTo(Heard.PROOF_FRAMES);
        assertThat(said).doesNotContain("not sealed");
    }

    private static void awaitPort(int port) throws Exception {
        String local = String.format(":%04X ", port);
        Await.until(() -> Files.readString(SOCKETS).contains(local), () -> "somebody listens at " + port);
    }

    private long ssrcOfWhatComes() throws Exception {
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port))) {
            DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
            socket.setSoTimeout(30_000);
            socket.receive(packet);
            return Integer.toUnsignedLong(ByteBuffer.wrap(packet.getData()).getInt(8));
        }
    }
}
