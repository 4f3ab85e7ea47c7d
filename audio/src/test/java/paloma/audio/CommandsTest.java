package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.BugReport;
import picocli.CommandLine;

/** What cannot be meant is refused in one sentence with exit code 2, before any sound. */
@Timeout(60)
class CommandsTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "receive --to - --listen :0                         | \":0\" has no port from 1 to 65535; write :PORT or ADDRESS:PORT",
                "receive --to - --listen :70000                     | \":70000\" has no port from 1 to 65535; write :PORT or ADDRESS:PORT",
                "receive --to - --listen :http                      | \":http\" has no port from 1 to 65535; write :PORT or ADDRESS:PORT",
                "receive --to - --listen a..b:5004                  | The host \"a..b\" is not known here; check its name",
                "receive --to - --from a..b                         | The host \"a..b\" is not known here; check its name",
                "receive --to - --latency 1                         | --latency is from 5 to 3000 milliseconds, not 1",
                "receive --to - --latency 3001                      | --latency is from 5 to 3000 milliseconds, not 3001",
                "receive --to - --min-latency 4                     | --min-latency is from 5 to 3000 milliseconds, not 4",
                "receive --to - --max-latency 3001                  | --max-latency is from 5 to 3000 milliseconds, not 3001",
                "receive --to - --min-latency 200 --max-latency 100 | --min-latency is above --max-latency; swap them",
                "receive --to - --listen :65535                     | After port 65535 there is none for RTCP; use another port, or --rtcp-mux, with which RTCP shares it",
                "receive --to - --listen 192.0.2.77:5004            | 192.0.2.77 is no address of this machine; use one of its own, or none for all",
                "send --from sweep --to localhost:65535             | After port 65535 there is none for RTCP; use another port, or --rtcp-mux, with which RTCP shares it",
                "send --from sweep --to ::1:23932                   | An IPv6 address with a port needs brackets: for \"::1:23932\" write [::1]:23932",
                "send --from sweep --to 255.255.255.255             | 255.255.255.255:5004 is a broadcast address, that of all machines on a network; if that is meant, add --broadcast",
                "send --from sweep --to localhost --to 127.255.255.255:7 | 127.255.255.255:7 is a broadcast address, that of all machines on a network; if that is meant, add --broadcast",
                "sdp --port 65535                                   | After port 65535 there is none for RTCP; use another port, or --rtcp-mux, with which RTCP shares it",
                "sdp --host 192.0.2.7:5004                          | \"192.0.2.7:5004\" is no address of a host; write it without a port",
                "scope no/such/song.wav                             | There is no file \"no/such/song.wav\"; check its name",
                "scope /                                            | \"/\" is a folder; name a file in it",
                "send --to localhost --from /                       | \"/\" is a folder; name a file in it",
                "receive --to - --latency 20 --min-latency 50       | --latency is fixed; leave out --min-latency and --max-latency",
                "receive --to - --max-latency 90 --latency 20       | --latency is fixed; leave out --min-latency and --max-latency",
                "receive --to - --metrics-port 0                    | \"0\" has no port from 1 to 65535; write PORT",
                "receive --to - --metrics-port 70000                | \"70000\" has no port from 1 to 65535; write PORT",
                "receive --to - --metrics-port 0.0.0.0              | \"0.0.0.0\" has no port from 1 to 65535; write :PORT or ADDRESS:PORT",
                "receive --to - --scope no/such/a.png               | \"no/such/a.png\" cannot be written; use an existing folder",
                "receive --to a.wav --scope ./a.wav                 | --to and --scope name the same file; name another",
                "receive --to no/../A.WAV --scope A.WAV             | --to and --scope name the same file; name another",
                "receive --listen 127.0.0.1:FREE --to speeker        | No sink \"speeker\"; use speaker, speaker:NAME, FILE.wav or - (standard output)",
                "receive --listen 127.0.0.1:FREE --to no/such/a.wav | \"no/such/a.wav\" cannot be written; use an existing folder that you may write to",
                "receive --to - --format L24/48000/9                | --format is ENCODING/RATE[/CHANNELS], such as L24/48000/2: L16 or L24, 8000 to 192000 Hz, 1 to 8 channels, not L24/48000/9",
                "receive --to - --format opus/48000/2               | --format is ENCODING/RATE[/CHANNELS], such as L24/48000/2: L16 or L24, 8000 to 192000 Hz, 1 to 8 channels, not opus/48000/2",
                "receive --to - --format L24/48000/2 --wire raw     | --wire raw is for L16 alone; leave it out, or say --format L16/RATE/CHANNELS",
                "receive --to - --format L24/48000/2 --rate 7000    | --rate is from 8000 to 192000, not 7000",
                "receive --to - --sdp no/such.sdp                   | \"no/such.sdp\" cannot be read (no such file or folder); name a file that holds a session description",
                "receive --to - --sdp /                             | \"/\" cannot be read (Is a directory); name a file that holds a session description",
                "receive --to - --sdp -                             | What is in standard input is no session description: those begin with v=0",
                "receive --to - --sdp a.sdp --wire raw              | --sdp describes RTP; leave it or --wire raw out",
                "send --from - --sdp -                              | Standard input holds either the sound or its description; name a file for one",
                "send --from sweep                                  | Nobody to send to; say --to HOST:PORT, or --sdp FILE",
                "send --to localhost --from sweep --format L24/48000/2 --payload-type 10 | --payload-type is from 96 to 127 but not 121 or 122 for this format, not 10",
                "send --to localhost --from sweep --wire raw --channels 8 --frames 16384 | A datagram holds at most 3750 frames of this format, not 16384; choose another --frames",
                "send --to localhost --from sweep --packet-time 1000 | A packet holds from 1 frame to 60000 bytes; choose another --packet-bytes or --packet-time",
                "send --to localhost --from sweep --packet-time NaN | A packet holds from 1 frame to 60000 bytes; choose another --packet-bytes or --packet-time",
                "send --to localhost --from sweep --redundancy 1 --packet-time 20 | --redundancy repeats at most 1023 bytes; choose a shorter --packet-time",
                "send --from sweep --to localhost:0                 | \"localhost:0\" has no port from 1 to 65535; write HOST:PORT",
                "send --from sweep --to localhost:70000             | \"localhost:70000\" has no port from 1 to 65535; write HOST:PORT",
                "send --from sweep --to :5004                       | \":5004\" names no host; write HOST:PORT",
                "send --from sweep --to a..b:5004                   | The host \"a..b\" is not known here; check its name",
                "send --to localhost --from sweep --redundancy 99   | --redundancy is from 0 to 16, not 99",
                "send --to localhost --from sweep --redundancy -1   | --redundancy is from 0 to 16, not -1",
                "send --to localhost --from sweep --fec 1           | --fec is auto, off or from 2 to 16, not 1",
                "send --to localhost --from sweep --fec 17          | --fec is auto, off or from 2 to 16, not 17",
                "send --to localhost --from sweep --fec -4          | --fec is auto, off or from 2 to 16, not -4",
                "send --to localhost --from sweep --fec 4.0         | --fec is auto, off or from 2 to 16, not 4.0",
                "send --to localhost --from sweep --fec on          | --fec is auto, off or from 2 to 16, not on",
                "send --to localhost --from sweep --fec 4 --wire raw | --fec 4 is not for --wire raw; leave one of them out",
                "send --to localhost --from sweep --redundancy 1 --wire raw | --redundancy is not for --wire raw; leave one of them out",
                "send --to localhost --from sweep --packet-bytes 600 --wire raw | --packet-bytes is not for --wire raw; leave one of them out",
                "send --to localhost --from sweep --wire raw --packet-time 1 | --packet-time is not for --wire raw; leave one of them out",
                "send --to localhost --from - --live --no-live      | --live and --no-live contradict each other; leave one of them out",
                "send --to localhost --from - --no-live --live      | --live and --no-live contradict each other; leave one of them out",
                "send --to localhost --from sweep --live            | --live is for a pipe, which \"sweep\" is not; leave it out",
                "send --to localhost --from sweep --no-live         | --no-live is for a pipe, which \"sweep\" is not; leave it out",
                "send --to localhost --from sweep --fec 4 --redundancy 1 | --fec 4 is not for --redundancy; leave one of them out",
                "send --to localhost --from sweep --frames 31       | --frames is from 32 to 16384, not 31",
                "send --to localhost --from sweep --hops 0          | --hops is from 1 to 255, not 0",
                "send --to localhost --from sweep --hops 256        | --hops is from 1 to 255, not 256",
                "send --to localhost --from sweep --packet-bytes 3  | A packet holds from 1 frame to 60000 bytes; choose another --packet-bytes or --packet-time",
                "send --to localhost --from sweep --packet-time -1  | A packet holds from 1 frame to 60000 bytes; choose another --packet-bytes or --packet-time",
                "send --to localhost --from tune:440                | There is no source or file \"tune:440\"; a source is mic, mic:NAME, FILE.wav, a pipe, tone:HERTZ, sweep or - (standard input)",
            })
    void refusesInOneSentence(String arguments, String sentence) {
        String command = arguments.substring(0, arguments.indexOf(' '));
        String all = arguments.replace("FREE", Integer.toString(Ports.free()));
        assertThat(refusal(all)).isEqualTo(sentence + "; see 'paloma audio " + command + " --help'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"receive --to -", "send --to localhost --from sweep"})
    void bothRefuseTheSame(String command) {
        assertThat(refusal(command + " --page-token new"))
                .startsWith("--page-token and --page-tls-… are of no use without --page; add it;");
        assertThat(refusal(command + " --page 7801 --page-tls-cert my.crt"))
                .startsWith("--page-tls-cert and --page-tls-key go together; add the other;");
        assertThat(refusal(command + " --page 0.0.0.0:7801")).contains("add --page-token new");
        assertThat(refusal(command + " --rate 7999")).startsWith("--rate is from 8000 to 192000, not 7999;");
        assertThat(refusal(command + " --channels 9")).startsWith("--channels is from 1 to 8, not 9;");
        assertThat(refusal(command + " --payload-type 121"))
                .startsWith("--payload-type is from 96 to 127 but not 121 or 122 for this format, not 121;");
        assertThat(refusal(command + " --wire raw --payload-type 96"))
                .startsWith("--payload-type is not for --wire raw; leave one of them out;");
        assertThat(refusal(command + " --rtcp-mux --wire raw"))
                .startsWith("--rtcp-mux is not for --wire raw; leave one of them out;");
        assertThat(refusal(command + " --wire carrier-pigeon")).contains("--wire", "RTP", "RAW", "carrier-pigeon");
        assertThat(refusal(command + " --rate fast")).contains("--rate", "fast");
        assertThat(refusal(command + " --shout")).contains("--shout");
    }

    @Test
    void refusesAnUnknownCommand() {
        assertThat(refusal("shout")).contains("'shout'").endsWith("; see 'paloma audio --help'.");
    }

    @Test
    void helpNamesTheProgramAsPeopleStartIt() {
        assertThat(printed("--help")).startsWith("Usage: paloma audio ").contains("Examples:");
    }

    @Test
    void listsDevicesWithOrWithoutASoundCard() {
        assertThat(printed("devices")).contains("Inputs", "Outputs");
    }

    @Test
    void aSenderHasToBeToldToWhom() {
        assertThat(refusal("send")).contains("--to");
    }

    @Test
    void refusesAWavThatIsNone() throws Exception {
        Path wav = folder.resolve("song.wav");
        Files.writeString(wav, "RIFF raff");

        assertThat(refusal("send --to localhost --from " + wav)).contains("song.wav");
        assertThat(refusal("send --to localhost --from " + folder.resolve("none.wav")))
                .contains("none.wav");
    }

    @Test
    void refusesATakenPort() throws Exception {
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());

            assertThat(refusal("receive --to - --wire raw --listen 127.0.0.1:" + port))
                    .startsWith("Port " + port + " of 127.0.0.1 cannot be listened on (")
                    .contains("; choose another;");
        }
    }

    /** Nobody wrote that port. */
    @Test
    void saysWhoUsesTheTakenPort() throws Exception {
        try (DatagramSocket other = new DatagramSocket(Ports.free() + 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThat(refusal("receive --to - --listen 127.0.0.1:" + (port - 1)))
                    .startsWith("Port " + port + " of 127.0.0.1, which RTCP uses beside " + (port - 1)
                            + ", cannot be listened on (")
                    .contains("; choose another port, or --rtcp-mux;");
        }
    }

    @Test
    void namesNoWildcard() throws Exception {
        try (DatagramSocket other = new DatagramSocket()) {
            int port = other.getLocalPort();

            assertThat(refusal("receive --to - --wire raw --listen :" + port))
                    .startsWith("Port " + port + " cannot be listened on (");
        }
    }

    @Test
    void aPictureDoesNotReplaceItsSound() throws Exception {
        Path wav = Files.write(
                folder.resolve("song.png"),
                new WavBytes().plain(1, 1, 8_000, 16).data(new short[9]).bytes());

        assertThat(refusal("scope " + wav))
                .endsWith("is the sound itself; name another --png; see 'paloma audio scope --help'.");
        assertThat(refusal("scope " + wav + " --png no/such/a.png")).startsWith("\"no/such/a.png\" cannot be written;");
        assertThat(refusal("scope " + wav + " --png " + folder.resolve("./song.png")))
                .contains("is the sound itself");
    }

    @Test
    void refusesATakenPortForMetrics() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());

            assertThat(refusal("receive --to - --metrics-port " + port))
                    .startsWith("The port " + port + " for metrics is not available (");
        }
    }

    /** What was recorded before is not lost to a port that another has. */
    @ParameterizedTest
    @ValueSource(strings = {"--wire raw --listen 127.0.0.1:", "--metrics-port "})
    @SuppressWarnings("try") // the sockets only hold the port
    void leavesAnEarlierRecordingWhereAPortIsTaken(String option) throws Exception {
        Path earlier = Files.write(folder.resolve("heard.wav"), new byte[] {1, 2, 3});
        try (DatagramSocket datagrams = new DatagramSocket(Ports.free(), InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(datagrams.getLocalPort(), 1, InetAddress.getLoopbackAddress())) {
            refusal("receive --to " + earlier + " " + option + other.getLocalPort());
        }
        assertThat(earlier).hasBinaryContent(new byte[] {1, 2, 3});
    }

    private String printed(String arguments) {
        StringWriter out = new StringWriter();
        CommandLine command = commandLine().setOut(new PrintWriter(out));
        assertThat(command.execute(arguments.split(" "))).isZero();
        assertThat(err.toString()).isEmpty();
        return out.toString();
    }

    private CommandLine commandLine() {
        return Main.commandLine(InputStream.nullInputStream(), OutputStream.nullOutputStream(), new BugReport(folder))
                .setErr(new PrintWriter(err));
    }

    private String refusal(String arguments) {
        err.getBuffer().setLength(0);
        int code = commandLine().execute(arguments.split(" "));
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(code).isEqualTo(2);
        return err.toString().stripTrailing();
    }
}
