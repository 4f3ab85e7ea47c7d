package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SdpCommandTest {
    /** A second of 10 November 1995. */
    private static final long NOW = 816_003_205_125L;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine command = new CommandLine(new SdpCommand(() -> NOW));
        command.setParameterExceptionHandler((e, all) -> {
            err.write(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        });
        return command.setOut(new PrintWriter(out)).execute(args);
    }

    private String printed(String... args) {
        assertThat(run(args)).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
        return out.toString().replace("\r\n", "\n");
    }

    @Test
    void describesStereoOnThisMachine() {
        assertThat(printed()).isEqualTo("""
                v=0
                o=- 3024992005 0 IN IP4 127.0.0.1
                s=Paloma
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio 5004 RTP/AVP 10
                a=rtpmap:10 L16/44100/2
                a=ptime:5.805
                """);
    }

    @Test
    void describesAGroup() {
        assertThat(printed("--host", "239.1.2.3", "--port", "7000", "--rate", "48000", "--rtcp-port", "7010"))
                .isEqualTo("""
                v=0
                o=- 3024992005 0 IN IP4 127.0.0.1
                s=Paloma
                c=IN IP4 239.1.2.3/1
                t=0 0
                m=audio 7000 RTP/AVP 96
                a=rtcp:7010
                a=rtpmap:96 L16/48000/2
                a=ptime:5.333
                """);
    }

    @Test
    void describesMonoAndAPortThatIsShared() {
        assertThat(printed("--channels", "1", "--rtcp-port", "5004")).endsWith("""
                m=audio 5004 RTP/AVP 11
                a=rtcp:5004
                a=rtcp-mux
                a=rtpmap:11 L16/44100/1
                a=ptime:11.61
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, IP4 192.0.2.7",
        "224.0.0.1, IP4 224.0.0.1/1",
        "2001:db8::1, IP6 2001:db8::1",
        "::1, IP6 ::1",
        "ff15::1, IP6 ff15::1"
    })
    void namesWhereReceiversListen(String host, String connection) {
        assertThat(printed("--host", host)).contains("\nc=IN " + connection + "\n");
    }

    @Test
    void describesWhatAes67Wants() {
        assertThat(printed("--to", "239.69.1.2:5004", "--format", "L24/48000/2", "--packet-time", "1", "--hops", "15"))
                .endsWith("""
                c=IN IP4 239.69.1.2/15
                t=0 0
                m=audio 5004 RTP/AVP 96
                a=rtpmap:96 L24/48000/2
                a=ptime:1
                """);
    }

    @Test
    void describesWhatIsSentBesides() {
        assertThat(printed("--redundancy", "2", "--format", "L16/48000/2", "--packet-time", "2.5"))
                .endsWith("""
                m=audio 5004 RTP/AVP 121 96
                a=rtpmap:96 L16/48000/2
                a=rtpmap:121 red/48000/2
                a=fmtp:121 96/96
                a=ptime:2.5
                """);
        out.getBuffer().setLength(0);
        assertThat(printed("--fec", "5")).endsWith("""
                m=audio 5004 RTP/AVP 10 122
                a=rtpmap:10 L16/44100/2
                a=rtpmap:122 flexfec/44100
                a=fmtp:122 repair-window=58050
                a=ptime:5.805
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "L16/44100/2, 5.805",
        "L24/48000/2, 3.542",
        "L24/192000/8, 0.255",
        "L16/8000/1, 32",
        "L24/96000/1, 3.552"
    })
    void saysHowMuchSoundAPacketHas(String format, String ptime) {
        assertThat(printed("--format", format)).endsWith("a=ptime:" + ptime + "\n");
    }

    @Test
    void takesAnotherPayloadType() {
        assertThat(printed("--payload-type", "127")).contains("RTP/AVP 127\n", "a=rtpmap:127 L16/44100/2\n");
    }

    @Test
    void leavesOutTheRtcpPortThatAnyoneExpects() {
        assertThat(printed("--rtcp-port", "5005")).doesNotContain("a=rtcp");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port 0             | --port is from 1 to 65535, not 0.",
                "--port 65535         | After port 65535 there is none for RTCP; use another port, or --rtcp-mux, with which RTCP shares it.",
                "--port 65536 --rtcp-port 1 | --port is from 1 to 65535, not 65536.",
                "--rtcp-port 0        | --rtcp-port is from 1 to 65535, not 0.",
                "--rate 7999          | --rate is from 8000 to 192000, not 7999.",
                "--rate 192001        | --rate is from 8000 to 192000, not 192001.",
                "--channels 0         | --channels is from 1 to 8, not 0.",
                "--channels 9         | --channels is from 1 to 8, not 9.",
                "--payload-type 11    | --payload-type is from 96 to 127 but not 121 or 122 for this format, not 11.",
                "--payload-type 95    | --payload-type is from 96 to 127 but not 121 or 122 for this format, not 95.",
                "--payload-type 121   | --payload-type is from 96 to 127 but not 121 or 122 for this format, not 121.",
                "--payload-type 122   | --payload-type is from 96 to 127 but not 121 or 122 for this format, not 122.",
                "--payload-type 128   | --payload-type is from 96 to 127 but not 121 or 122 for this format, not 128.",
                "--payload-type 10 --rate 48000 | --payload-type is from 96 to 127 but not 121 or 122 for this format, not 10.",
                "--host a..b          | The host \"a..b\" is not known here; check its name.",
            })
    void refusesInOneSentence(String args, String sentence) {
        assertThat(run(args.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isEqualTo(sentence);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void refusesAHostOfNoName() {
        assertThat(run("--host", "")).isEqualTo(2);
        assertThat(err.toString()).contains("--host");
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThat(run("--port", "http")).isEqualTo(2);
        assertThat(err.toString()).contains("--port", "http");
    }
}
