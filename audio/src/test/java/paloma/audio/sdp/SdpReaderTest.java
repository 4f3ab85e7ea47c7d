package paloma.audio.sdp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.pcm.UnusableException;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;

class SdpReaderTest {
    /** As the AES67 daemon of Linux prints it. */
    private static final String AES67 = """
            v=0
            o=- 0 0 IN IP4 192.0.2.9
            s=Monitor : 2
            c=IN IP4 239.1.0.1/15
            t=0 0
            a=clock-domain:PTPv2 0
            m=audio 5014 RTP/AVP 98
            c=IN IP4 239.1.0.2/16
            a=rtpmap:98 L24/48000/6
            a=sync-time:0
            a=framecount:48
            a=ptime:0.125
            a=mediaclk:direct=0
            a=ts-refclk:ptp=IEEE1588-2008:00-1D-C1-FF-FE-12-00-00:0
            a=source-filter: incl IN IP4 239.1.0.2 192.0.2.9
            a=recvonly
            """;

    @TempDir
    Path folder;

    private static SessionDescription read(String text) throws UnusableException {
        return SdpReader.parse("x", text.getBytes(ISO_8859_1));
    }

    private static SessionDescription ofMedia(String lines) throws UnusableException {
        return read("v=0\no=- 1 1 IN IP4 192.0.2.9\ns=-\nc=IN IP4 192.0.2.7\nt=0 0\n" + lines.replace(" / ", "\n"));
    }

    @Test
    void readsWhatAnAes67SenderPrints() throws Exception {
        assertThat(read(AES67))
                .isEqualTo(new SessionDescription(
                        "239.1.0.2",
                        16,
                        5_014,
                        RtcpPort.NEXT,
                        StreamFormat.of("L24/48000/6"),
                        98,
                        0.125,
                        false,
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r", "\n\n", " \r\n", "\n# no line of SDP\nnonsense\n=\n\0\n"})
    void readsAllEndsOfLinesAndPassesOverWhatIsNone(String end) throws Exception {
        assertThat(read(AES67.replace("\n", end))).isEqualTo(read(AES67));
    }

    @Test
    void readsBehindAByteOrderMark() throws Exception {
        assertThat(read("\u00ef\u00bb\u00bf\n" + AES67)).isEqualTo(read(AES67));
        assertThat(read("\u00ef\u00bb\u00bf" + AES67)).isEqualTo(read(AES67));
    }

    @Test
    void readsBehindWhatFfmpegPrintsBefore() throws Exception {
        assertThat(read("SDP:\r\n" + AES67)).isEqualTo(read(AES67));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m=audio 5004 RTP/AVP 10                                  | L16/44100/2 | 10 | 5004",
                "m=audio 5004 RTP/AVP 11                                  | L16/44100/1 | 11 | 5004",
                "m=audio 6000/2 RTP/AVPF 96 / a=rtpmap:96 L16/8000         | L16/8000/1  | 96 | 6000",
                "m=audio 5004 RTP/AVP 0 96 97 / a=rtpmap:97 L16/48000/2 / a=rtpmap:96 opus/48000/2 | L16/48000/2 | 97 | 5004",
                "m=video 4000 RTP/AVP 96 / a=rtpmap:96 L16/48000/2 / m=audio 5006 RTP/AVP 96 / a=rtpmap:96 l24/96000/2 | L24/96000/2 | 96 | 5006",
                "m=audio 0 RTP/AVP 10 / m=audio 5006 RTP/AVP 11           | L16/44100/1 | 11 | 5006",
                "m=audio 4000 udp 10 / m=audio 5006 RTP/AVP 10            | L16/44100/2 | 10 | 5006",
                "m=audio 4000 RTP/AVP 96 / a=rtpmap:96 L24/48000/16 / m=audio 5006 RTP/AVP 10 | L16/44100/2 | 10 | 5006",
                "m=audio 5004 RTP/AVP 121 96 / a=rtpmap:96 L16/48000/2 / a=rtpmap:121 red/48000/2 / a=fmtp:121 96/96 | L16/48000/2 | 96 | 5004",
                "m=AUDIO 5004 rtp/avp 96 / A=x / a=RTPMAP:96   L16/48000/2 | L16/48000/2 | 96 | 5004",
            })
    void takesTheFirstSoundThatWePlay(String lines, String format, int payloadType, int port) throws Exception {
        SessionDescription read = ofMedia(lines);
        assertThat(read.format()).isEqualTo(StreamFormat.of(format));
        assertThat(read.payloadType()).isEqualTo(payloadType);
        assertThat(read.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=sendonly                                | false | 0",
                "a=rtcp:5005                               | false | 0",
                "a=rtcp:5010 IN IP4 192.0.2.7              | false | 5010",
                "a=rtcp:5004                               | true  | 0",
                "a=rtcp-mux                                | true  | 0",
                "a=rtcp:5010 / a=rtcp-mux                  | true  | 0",
                "a=rtcp:70000                              | false | 0",
                "a=rtcp:                                   | false | 0",
            })
    void knowsWhereRtcpGoes(String lines, boolean muxed, int number) throws Exception {
        assertThat(ofMedia("m=audio 5004 RTP/AVP 10 / " + lines).rtcp()).isEqualTo(new RtcpPort(muxed, number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c=IN IP4 239.1.2.3/127   | 239.1.2.3 | 127",
                "c=IN IP4 239.1.2.3/12/3  | 239.1.2.3 | 12",
                "c=IN IP4 239.1.2.3       | 239.1.2.3 | 0",
                "c=IN IP4 239.1.2.3/999   | 239.1.2.3 | 0",
                "c=IN IP6 ff15::101/3     | ff15::101 | 0",
                "c=IN IP4 music.example.net | music.example.net | 0",
                "a=x                      | 192.0.2.7 | 0",
            })
    void knowsWhereReceiversListen(String line, String host, int ttl) throws Exception {
        SessionDescription read = ofMedia("m=audio 5004 RTP/AVP 10 / " + line);
        assertThat(read.host()).isEqualTo(host);
        assertThat(read.ttl()).isEqualTo(ttl);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c=", "c=IN", "c=IN IP4", "c=IN IP4 /", "c=OUT IP4 192.0.2.1"})
    void doesNotKnowItIfItIsNotSaid(String line) throws Exception {
        assertThat(ofMedia("m=audio 5004 RTP/AVP 10 / " + line).host()).isNull();
        assertThat(read("v=0\nm=audio 5004 RTP/AVP 10\n").host()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "a=ptime:1, 1",
        "a=ptime:0.125, 0.125",
        "a=ptime:20.000, 20",
        "a=ptime:-1, 0",
        "a=ptime:1e3, 0",
        "a=ptime, 0",
        "a=ptime:5000, 0"
    })
    void knowsHowMuchAPacketHolds(String line, double millis) throws Exception {
        assertThat(ofMedia("m=audio 5004 RTP/AVP 10 / " + line).packetMillis()).isEqualTo(millis);
    }

    @Test
    void keepsTheKeysOfTheSoundThatItTook() throws Exception {
        SessionDescription read = ofMedia(
                "m=audio 4000 RTP/SAVP 0 / a=crypto:1 X inline:no"
                        + " / m=audio 5004 RTP/SAVP 10 / a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:one|2^31 / a=crypto:2 B inline:two");
        assertThat(read.isSealed()).isTrue();
        assertThat(read.crypto()).containsExactly("1 AES_CM_128_HMAC_SHA1_80 inline:one|2^31", "2 B inline:two");
        assertThat(ofMedia("m=audio 5004 RTP/AVP 10").isSealed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=x                                                       | it has no m=audio line",
                "m=video 5004 RTP/AVP 96                                   | it has no m=audio line",
                "m=audio 5004 RTP/AVP 111 / a=rtpmap:111 opus/48000/2      | it holds \"opus/48000/2 as payload type 111 by RTP/AVP\"",
                "m=audio 5004 RTP/AVP 0 8                                  | it holds \"payload type 0 by RTP/AVP\", \"payload type 8 by RTP/AVP\"",
                "m=audio 5004 RTP/AVP 96 / a=rtpmap:96 L24/384000/2        | it holds \"L24/384000/2 as payload type 96 by RTP/AVP\"",
                "m=audio 5004 UDP/TLS/RTP/SAVPF 96 / a=rtpmap:96 L16/48000 | it holds \"L16/48000 as payload type 96 by UDP/TLS/RTP/SAVPF\"",
                "m=audio                                                   | it has no m=audio line",
            })
    void refusesOtherSoundAndSaysWhatThereIs(String lines, String what) {
        assertThatThrownBy(() -> ofMedia(lines))
                .isInstanceOf(UnusableException.class)
                .hasMessage("There is no sound in x that paloma plays: " + what
                        + "; it takes L16 and L24 by RTP, 8000 to 192000 Hz, 1 to 8 channels.");
    }

    @Test
    void printsNothingThatCouldMoveTheCursor() {
        assertThatThrownBy(() -> ofMedia("m=audio 5004 RTP/AVP 96 / a=rtpmap:96 \u001b[2J\u0007evil/1"))
                .hasMessageContaining("\\u001b[2J\\u0007evil/1 as");
    }

    @Test
    void refusesWhatIsNoDescription() {
        assertThatThrownBy(() -> read("RIFF....WAVE"))
                .hasMessage("What is in x is no session description: those begin with v=0.");
        assertThatThrownBy(() -> read("")).hasMessageContaining("no session description");
    }

    @Test
    void readsNoMoreThanADescriptionCanHave() throws Exception {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'v';
            }
        };
        assertThatThrownBy(() -> SdpReader.read("-", endless))
                .hasMessage("What is in standard input is longer than 65536 bytes, so it is no session description.");
        Path file = Files.write(folder.resolve("big.sdp"), new byte[65_537]);
        assertThatThrownBy(() -> SdpReader.read(file.toString(), null))
                .hasMessage("What is in \"" + file + "\" is longer than 65536 bytes, so it is no session description.");
    }

    @Test
    void readsFilesAndStandardInput() throws Exception {
        Path file = Files.writeString(folder.resolve("live.sdp"), AES67);
        assertThat(SdpReader.read(file.toString(), null)).isEqualTo(read(AES67));
        assertThat(SdpReader.read("-", new ByteArrayInputStream(AES67.getBytes(ISO_8859_1))))
                .isEqualTo(read(AES67));
        assertThatThrownBy(() -> SdpReader.read(folder.toString(), null))
                .hasMessageContaining("cannot be read (Is a directory); name a file");
        assertThatThrownBy(() -> SdpReader.read("a\0b", null))
                .hasMessage(
                        "\"a\\u0000b\" cannot be read (that is no name of a file); name a file that holds a session description.");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theWorstDescriptionTakesNoTime() {
        String many = "v=0\nm=audio 5004 RTP/AVP " + "1 ".repeat(15_000) + "\n" + "a=rtpmap:1 x\n".repeat(2_000);
        assertThat(many.length()).isLessThan(SdpReader.MAX_BYTES);
        assertThatThrownBy(() -> read(many)).isInstanceOf(UnusableException.class);
        assertThatThrownBy(() -> read("v=0\n" + "m=audio 1 RTP/AVP 1\n".repeat(3_000)))
                .isInstanceOf(UnusableException.class);
        assertThatThrownBy(() -> read("v=0\n" + "m=a\n".repeat(16_000))).isInstanceOf(UnusableException.class);
    }

    @Test
    void readsWhatItWrites() throws Exception {
        SessionDescription written = new SessionDescription(
                "239.1.2.3",
                3,
                6_000,
                RtcpPort.at(6_010, 6_000),
                StreamFormat.of("L24/96000/4"),
                101,
                0.125,
                true,
                List.of("S inline:k"));
        String text =
                String.join("\r\n", new SdpWriter(7, written).withParity(4).lines());
        assertThat(text).contains("m=audio 6000 RTP/SAVP 101 122", "a=crypto:1 S inline:k", "a=rtcp:6010");
        SessionDescription read = read(text);
        assertThat(read.crypto()).containsExactly("1 S inline:k");
        assertThat(read).usingRecursiveComparison().ignoringFields("crypto").isEqualTo(written);
    }

    /** Either a description or one sentence, whatever is in the file. */
    @Test
    void readsOrRefusesAnything() {
        Random random = new Random(16);
        byte[] valid = AES67.getBytes(ISO_8859_1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = valid.clone();
            for (int changes = random.nextInt(12); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(SdpReader.parse("x", bytes).port()).isBetween(1, 65_535);
            } catch (UnusableException e) {
                assertThat(e.getMessage()).endsWith(".").doesNotContain("\n");
            }
        }
    }
}
