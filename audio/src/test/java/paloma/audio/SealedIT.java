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
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.Programs.Running;
import paloma.testkit.Processes;

/** Sealed sound between two of ours, and with other people's programs, sample by sample: as soon as some of it is heard, both are ended. */
@Execution(ExecutionMode.CONCURRENT)
class SealedIT {
    private static final String CM = "AES_CM_128_HMAC_SHA1_80";
    private static final String GCM = "AEAD_AES_128_GCM";

    private static final Path SOCKETS = Path.of("/proc/net/udp");

    /** What GStreamer calls the suite of RFC 7714; its tag is no other authentication. */
    private static final String GCM_CAPS = "srtp-key=(buffer)%s,srtp-cipher=(string)aes-128-gcm,srtp-auth=(string)null,"
            + "srtcp-cipher=(string)aes-128-gcm,srtcp-auth=(string)null";

    @TempDir
    Path folder;

    private final Programs programs = Programs.here();
    private final int port = Ports.free();
    private final short[] noise = Noise.samples(2 * Senders.RATE, 16);
    private Path heard;
    private Path key;

    @BeforeEach
    void prepare() throws Exception {
        heard = folder.resolve("heard");
        key = folder.resolve("music.key");
    }

    @AfterEach
    void end() {
        programs.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {CM, GCM})
    void isHeardByWhoeverHasTheKey(String suite) throws Exception {
        makeKey(suite);
        Program receiver = receiver("--key-file", key.toString());
        Program sender = send();

        assertHeard(receiver);
        assertThat(sender.stop()).contains("Sent ");
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
        Program receiver = programs.receive("--sdp", sdp.toString(), "--to", wav(), "--latency", "500");
        start(
                "ffmpeg -nostdin -loglevel error -re -stream_loop -1 -i %s -codec:a pcm_s16be -f rtp -srtp_out_suite %s -srtp_out_params %s"
                        + " srtp://127.0.0.1:%d?pkt_size=1036&%s",
                wav("sent.wav"), CM, base64(), port, Ports.ofFfmpeg());

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
                "ffmpeg -nostdin -loglevel error -protocol_whitelist file,udp,rtp,srtp,crypto -i %s -codec copy -f s16be"
                        + " -flush_packets 1 %s",
                sdp, heard);
        awaitPort(port);
        send();

        awaitHeardBy(ffmpeg);
    }

    /**
     * With RTCP on the next port, whose goodbye is heard: what does not open is counted. Behind that goodbye GStreamer does
     * not always end, for one of its threads asks whether its sound has ended before another has noted it.
     */
    @Test
    void isHeardFromGstreamer() throws Exception {
        Processes.require("gst-launch-1.0");
        makeKey(GCM);
        Program receiver = receiver("--key-file", key.toString());
        start(
                "gst-launch-1.0 --quiet rtpbin name=b srtpenc name=e key=%s rtp-cipher=aes-128-gcm rtp-auth=null"
                        + " rtcp-cipher=aes-128-gcm rtcp-auth=null filesrc location=%s ! wavparse ! audioconvert"
                        + " ! rtpL16pay pt=10 mtu=1036 ! b.send_rtp_sink_0 b.send_rtp_src_0 ! e.rtp_sink_0"
                        + " e.rtp_src_0 ! udpsink host=127.0.0.1 port=%d b.send_rtcp_src_0 ! e.rtcp_sink_0"
                        + " e.rtcp_src_0 ! udpsink host=127.0.0.1 port=%d sync=false async=false",
                hex(), wav("sent.wav"), port, port + 1);
        receiver.await("has ended its stream");

        assertHeard(receiver);
    }

    /** It wants to be told the SSRC with the key, so it comes in late. */
    @Test
    void isHeardByGstreamer() throws Exception {
        Processes.require("gst-launch-1.0");
        makeKey(GCM);
        Path reports = folder.resolve("reports");
        String caps = GCM_CAPS.formatted(hex());
        Program sender = send();
        long ssrc = ssrcOfWhatComes();
        Running gstreamer = start(
                "gst-launch-1.0 --quiet udpsrc port=%d caps=application/x-srtp,media=(string)audio,clock-rate=(int)44100,"
                        + "encoding-name=(string)L16,channels=(int)2,payload=(int)10,ssrc=(uint)%d,%s ! srtpdec name=d"
                        + " d.rtp_src ! rtpL16depay ! filesink buffer-mode=unbuffered location=%s"
                        + " udpsrc port=%d caps=application/x-srtcp,ssrc=(uint)%d,%s ! d.rtcp_sink"
                        + " d.rtcp_src ! filesink buffer-mode=unbuffered location=%s",
                port, ssrc, caps, heard, port + 1, ssrc, caps, reports);

        awaitHeardBy(gstreamer);
        sender.stop();
        Await.until(() -> Files.exists(reports) && Files.size(reports) >= 2, () -> "a report in " + reports);
        assertThat(Files.readAllBytes(reports)).as("a sender report, opened").startsWith(0x80, 0xc8);
    }

    @Test
    void isHeardByNobodyElseWhichBothSidesSay() throws Exception {
        makeKey(GCM);
        Program receiver = receiver();
        send();
        receiver.await("probably sealed (SRTP)");

        assertThat(receiver.stop()).contains("Nothing was played.");
    }

    @Test
    void whatIsNotSealedIsNotHeardByWhoeverHasAKey() throws Exception {
        makeKey(CM);
        Program receiver = receiver("--key-file", key.toString());
        sendWith();
        receiver.await("is not sealed with this key");

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

    private Program receiver(String... more) throws Exception {
        Stream<String> always = Stream.of("--listen", "127.0.0.1:" + port, "--to", wav(), "--latency", "1500");
        return programs.receive(Stream.concat(always, Stream.of(more)).toArray(String[]::new));
    }

    private Program send() throws Exception {
        return sendWith("--key-file", key.toString());
    }

    /** Sends until it is stopped. */
    private Program sendWith(String... more) throws Exception {
        Stream<String> always =
                Stream.of("send", "--to", "127.0.0.1:" + port, "--from", "-", "--raw-input", "--no-live");
        String[] words = Stream.concat(always, Stream.of(more)).toArray(String[]::new);
        return programs.fed(new EndlessNoise(noise), words);
    }

    private Running start(String command, Object... values) throws Exception {
        return programs.start(List.of(String.format(command, values).split(" ")));
    }

    private void assertHeard(Program receiver) throws Exception {
        awaitHeard(receiver, () -> Heard.wavEnd(Path.of(wav()), 2, 2 * Senders.RATE));
        assertThat(receiver.stop()).doesNotContain("not sealed");
    }

    private void awaitHeardBy(Running other) throws Exception {
        awaitHeard(other, () -> Files.exists(heard) ? Heard.raw(heard, ByteOrder.BIG_ENDIAN) : new short[0]);
    }

    private void awaitHeard(Program listener, Callable<short[]> samples) throws Exception {
        Await.until(
                () -> Heard.longestPiece(noise, samples.call()) >= Heard.PROOF_FRAMES,
                () -> "the sound is heard by " + listener);
    }

    /** Makes a file of the noise, once. */
    private Path wav(String name) throws Exception {
        return Files.write(
                folder.resolve(name),
                new WavBytes().plain(1, 2, Senders.RATE, 16).data(noise).bytes());
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
