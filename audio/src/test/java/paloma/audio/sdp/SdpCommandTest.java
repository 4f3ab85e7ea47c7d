package paloma.audio.sdp;

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
                """);
    }

    @Test
    void describesMonoAndAPortThatIsShared() {
        assertThat(printed("--channels", "1", "--rtcp-port", "5004")).endsWith("""
                m=audio 5004 RTP/AVP 11
                a=rtcp:5004
                a=rtcp-mux
                a=rtpmap:11 L16/44100/1
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
                "--port 0             | --port must be from 1 to 65534",
                "--port 65535         | --port must be from 1 to 65534",
                "--port 65536 --rtcp-port 1 | --port must be from 1 to 65535",
                "--rtcp-port 0        | --rtcp-port must be from 1 to 65535",
                "--rate 7999          | --rate must be from 8000 to 192000",
                "--rate 192001        | --rate must be from 8000 to 192000",
                "--channels 0         | --channels must be from 1 to 2",
                "--channels 3         | --channels must be from 1 to 2",
                "--payload-type 11    | --payload-type must be from 96 to 127 for 44100 Hz and 2 channel(s)",
                "--payload-type 95    | --payload-type must be from 96 to 127 for 44100 Hz and 2 channel(s)",
                "--payload-type 128   | --payload-type must be from 96 to 127 for 44100 Hz and 2 channel(s)",
                "--payload-type 10 --rate 48000 | --payload-type must be from 96 to 127 for 48000 Hz and 2 channel(s)",
                "--host a..b    | No host called 'a..b' is known here: --host takes a name or an address",
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
