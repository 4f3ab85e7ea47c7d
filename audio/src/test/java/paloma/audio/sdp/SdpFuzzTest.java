package paloma.audio.sdp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.fuzz.FuzzTest;
import paloma.audio.pcm.UnusableException;

class SdpFuzzTest extends FuzzTest {
    private static final int LONG = 60_000;

    SdpFuzzTest() {
        super(4_096, 4 << 20);
    }

    @Override
    protected int soakInputs() {
        return 600_000;
    }

    @Override
    protected List<byte[]> examples() {
        return Stream.of("""
                        v=0
                        o=- 1 0 IN IP4 127.0.0.1
                        s=Some
                        c=IN IP4 239.1.2.3/32
                        t=0 0
                        m=audio 5004 RTP/AVP 97
                        a=rtpmap:97 L24/48000/2
                        a=ptime:1
                        a=rtcp:5010 IN IP4 127.0.0.1
                        """, """
                        v=0\r
                        o=someone 1 1 IN IP6 ::1\r
                        s= \r
                        t=0 0\r
                        m=video 4000 RTP/AVP 96\r
                        m=audio / RTP/AVP 10\r
                        m=audio 6000/2 RTP/SAVP 111 10\r
                        c=IN IP6 ff15::1/3\r
                        a=rtpmap:111 opus/48000/2\r
                        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNk|2^20\r
                        a=rtcp-mux\r
                        """).map(text -> text.getBytes(US_ASCII)).toList();
    }

    @Override
    protected boolean check(byte[] input) {
        try {
            isSound(SdpReader.parse("some.sdp", input));
            return true;
        } catch (UnusableException e) {
            assertThat(e.getMessage()).matches("\\P{Cntrl}{1,1000}\\.");
            return false;
        }
    }

    private static void isSound(SessionDescription stream) {
        assertThat(stream.port()).isBetween(1, 65_535);
        assertThat(stream.ttl()).isBetween(0, 255);
        assertThat(stream.payloadType()).isBetween(0, 127);
        assertThat(stream.packetMillis()).isBetween(0.0, 1_000.0);
        assertThat(stream.format().rate()).isBetween(8_000, 192_000);
        assertThat(stream.format().channels()).isBetween(1, 8);
        assertThat(stream.host() == null || !stream.host().isBlank()).isTrue();
    }

    /** Whoever looks for something more than once in the same place takes minutes for one of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                " ",
                "\t",
                "v=0 ",
                "v=0\n",
                "v",
                "m=audio 1 RTP/AVP 10 ",
                "m=audio\n",
                "a=rtpmap:1 x\n",
                "/"
            })
    void isDoneSoonWithMuchOfTheSame(String part) throws Throwable {
        byte[] plain = part.repeat(LONG / part.length()).getBytes(US_ASCII);
        assertThat(cpuNanos(() -> check(plain))).isLessThan(2_000_000_000L);
        byte[] begun = ("v=0\n" + part.repeat(LONG / part.length())).getBytes(US_ASCII);
        assertThat(cpuNanos(() -> check(begun))).isLessThan(2_000_000_000L);
    }
}
