package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.audio.Programs.Running;
import paloma.testkit.Processes;

/** L16 and L24 of more than one rate, from and to other people's programs and ours, sample by sample. Half a second each. */
@Execution(ExecutionMode.CONCURRENT)
class FormatsIT {
    private static final Path SOCKETS = Path.of("/proc/net/udp");

    /** Long, so that a busy machine takes nothing away. */
    private static final int LATENCY_MILLIS = 1_000;

    @TempDir
    Path folder;

    private final Programs programs = Programs.here();
    private final int port = Ports.free();
    private short[] noise;
    private Path sent;
    private Path heard;

    @AfterEach
    void end() {
        programs.close();
    }

    private void prepare(int rate, int channels) throws Exception {
        noise = Noise.samples(channels * rate / 2, 16);
        heard = folder.resolve("heard.wav");
        sent = wav("sent.wav", channels, rate, noise);
    }

    private Path wav(String name, int channels, int rate, short[] samples) throws Exception {
        return Files.write(
                folder.resolve(name),
                new WavBytes().plain(1, channels, rate, 16).data(samples).bytes());
    }

    @ParameterizedTest
    @CsvSource({"L16, 44100", "L16, 48000", "L24, 44100", "L24, 48000"})
    void ffmpegHearsUs(String encoding, int rate) throws Exception {
        Processes.require("ffmpeg");
        prepare(rate, 2);
        Path sdp = description(encoding + "/" + rate + "/2");
        Path raw = folder.resolve("heard.raw");
        Running ffmpeg = start("ffmpeg -nostdin -loglevel warning -protocol_whitelist file,udp,rtp -i " + sdp
                + " -codec copy -flush_packets 1 -f " + (encoding.equals("L16") ? "s16be " : "s24be ") + raw);
        awaitListener(ffmpeg);
        Program sender = sendForEver("--sdp", sdp.toString());
        awaitAll(encoding, raw); // it reads our BYE before the sound that came earlier
        sender.stop();
        ffmpeg.succeeds(); // by our BYE

        assertThat(samples(encoding, Files.readAllBytes(raw))).startsWith(noise);
    }

    @ParameterizedTest
    @CsvSource({"L16, 44100", "L16, 48000", "L24, 44100", "L24, 48000"})
    void gstreamerHearsUs(String encoding, int rate) throws Exception {
        Processes.require("gst-launch-1.0");
        prepare(rate, 2);
        String format = encoding + "/" + rate + "/2";
        Path raw = folder.resolve("heard.raw");
        Running gstreamer = start("gst-launch-1.0 --quiet udpsrc buffer-size=1000000 port=" + port
                + " caps=application/x-rtp,media=audio,clock-rate=" + rate + ",encoding-name=" + encoding
                + ",channels=2,payload=98 ! rtpjitterbuffer latency=60000 faststart-min-packets=1 ! rtp" + encoding
                + "depay ! filesink buffer-mode=unbuffered location=" + raw);
        awaitListener(gstreamer);
        programs.audio(
                        "send",
                        "--to",
                        "127.0.0.1:" + port,
                        "--format",
                        format,
                        "--payload-type",
                        "98",
                        "--from",
                        sent.toString())
                .succeeds();
        awaitAll(encoding, raw);
        gstreamer.stop();

        assertThat(samples(encoding, Files.readAllBytes(raw))).isEqualTo(noise);
    }

    @ParameterizedTest
    @CsvSource({"L16, 44100", "L16, 48000", "L24, 44100", "L24, 48000"})
    void weHearFfmpeg(String encoding, int rate) throws Exception {
        Processes.require("ffmpeg");
        prepare(rate, 2);
        Program receiver = receiver("--format", encoding + "/" + rate + "/2", "--payload-type", "97");
        Running ffmpeg = start("ffmpeg -nostdin -loglevel warning -re -stream_loop -1 -i " + sent + " -codec:a "
                + (encoding.equals("L16") ? "pcm_s16be" : "pcm_s24be") + " -payload_type 97 -f rtp rtp://127.0.0.1:"
                + port + "?" + Ports.ofFfmpeg());

        assertHeard(receiver, ffmpeg, 2, rate);
    }

    @ParameterizedTest
    @CsvSource({"L16, 44100", "L16, 48000", "L24, 44100", "L24, 48000"})
    void weHearGstreamer(String encoding, int rate) throws Exception {
        Processes.require("gst-launch-1.0");
        prepare(rate, 2);
        Program receiver = receiver("--format", encoding + "/" + rate + "/2", "--payload-type", "96");
        Running gstreamer =
                start("gst-launch-1.0 --quiet filesrc location=" + wav("long.wav", 2, rate, manyTimes(noise))
                        + " ! wavparse ! audioconvert dithering=none ! rtp" + encoding
                        + "pay pt=96 ! udpsink host=127.0.0.1 port="
                        + port);

        assertHeard(receiver, gstreamer, 2, rate);
    }

    @ParameterizedTest
    @CsvSource({"L24, 192000, 2", "L24, 48000, 8", "L16, 8000, 1", "L24, 96000, 3"})
    void weHearOurselvesByTheDescriptionOfBoth(String encoding, int rate, int channels) throws Exception {
        prepare(rate, channels);
        String sdp = description(encoding + "/" + rate + "/" + channels).toString();
        Program receiver = receiver("--sdp", sdp);

        assertHeard(receiver, sendForEver("--sdp", sdp), channels, rate);
    }

    private Program sendForEver(String... more) throws Exception {
        Stream<String> always = Stream.of("send", "--from", "-", "--raw-input", "--no-live");
        return programs.fed(
                new EndlessNoise(noise), Stream.concat(always, Stream.of(more)).toArray(String[]::new));
    }

    private void awaitAll(String encoding, Path raw) throws Exception {
        long bytes = (encoding.equals("L16") ? 2L : 3L) * noise.length;
        Await.until(() -> Files.exists(raw) && Files.size(raw) >= bytes, () -> "all is written to " + raw);
    }

    private Path description(String format) throws Exception {
        String description = programs.audio("sdp", "--to", "127.0.0.1:" + port, "--format", format, "--fec", "off")
                .succeeds();
        return Files.writeString(folder.resolve("live.sdp"), description);
    }

    private Program receiver(String... more) throws Exception {
        Stream<String> always = Stream.of("--to", heard.toString(), "--latency", "" + LATENCY_MILLIS);
        Stream<String> listen = more[0].equals("--sdp") ? Stream.of() : Stream.of("--listen", "127.0.0.1:" + port);
        return programs.receive(Stream.of(always, listen, Stream.of(more))
                .flatMap(words -> words)
                .toArray(String[]::new));
    }

    /** Has the sender end as soon as some of it was heard; a program that stands still says so, and what it may have lost. */
    private void assertHeard(Program receiver, Program sender, int channels, int rate) throws Exception {
        int proof = rate / 10 * channels;
        Await.until(
                () -> longestPiece(Heard.wavEnd(heard, channels, 2 * rate), channels) >= proof,
                () -> "the sound is heard by " + receiver + " from " + sender);
        sender.stop();
        String said = receiver.stop();
        if (!said.contains("This program stood still")) {
            assertThat(said).contains(", 0 lost for good, ");
        }
        assertThat(said).doesNotContain("of another format");
    }

    /** Returns how many samples in a row are those that were sent, beginning with some tenth of what was sent. */
    private int longestPiece(short[] got, int channels) {
        int longest = 0;
        for (int tenth = 0; tenth < 10; tenth++) {
            int from = noise.length / 10 * tenth / channels * channels;
            for (int at = 0; at < got.length; at += channels) {
                int length = 0;
                while (at + length < got.length
                        && from + length < noise.length
                        && got[at + length] == noise[from + length]) {
                    length++;
                }
                longest = Math.max(longest, length);
            }
        }
        return longest;
    }

    private static short[] manyTimes(short[] noise) {
        short[] all = new short[60 * noise.length];
        for (int at = 0; at < all.length; at += noise.length) {
            System.arraycopy(noise, 0, all, at, noise.length);
        }
        return all;
    }

    private static short[] samples(String encoding, byte[] bytes) {
        int sampleBytes = encoding.equals("L16") ? 2 : 3;
        ByteBuffer in = ByteBuffer.wrap(bytes);
        short[] samples = new short[bytes.length / sampleBytes];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = in.getShort();
            if (sampleBytes == 3) {
                assertThat(in.get()).isZero();
            }
        }
        return samples;
    }

    private Running start(String command) throws Exception {
        return programs.start(List.of(command.split(" ")));
    }

    private void awaitListener(Running listener) throws Exception {
        String local = String.format(":%04X ", port);
        Await.until(() -> Files.readString(SOCKETS).contains(local) || !listener.isAlive(), listener::toString);
    }
}
