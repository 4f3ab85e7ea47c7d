package paloma.audio.sdp;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.LongSupplier;
import paloma.audio.rtp.Ntp;
import paloma.audio.rtp.PayloadTypes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "sdp",
        description = "Prints the session description that other players want before they listen to a sender.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  paloma audio sdp > live.sdp            44.1 kHz stereo, to port 5004 here",
            "  paloma audio sdp --host 239.1.2.3      to a group",
            "  ffplay -protocol_whitelist file,udp,rtp live.sdp",
            "  gst-play-1.0 live.sdp"
        })
public final class SdpCommand implements Runnable {
    private static final int HIGHEST_PORT = 65_535;
    private static final int LOWEST_RATE = 8_000;
    private static final int HIGHEST_RATE = 192_000;

    private final LongSupplier epochMillis;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "ADDR",
            defaultValue = "127.0.0.1",
            description = "where receivers listen: an address of theirs, or a group (default: ${DEFAULT-VALUE})")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "5004",
            description = "where RTP comes (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--rtcp-port",
            paramLabel = "N",
            description = "where RTCP comes; the port of RTP itself where they share it (default: the port after)")
    private Integer rtcpPort;

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            defaultValue = "44100",
            description = "frames a second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "2",
            description = "1 or 2 (default: ${DEFAULT-VALUE})")
    private int channels;

    @Option(
            names = "--payload-type",
            paramLabel = "N",
            description = "from 96 to 127 (default: 10 or 11 where these say rate and channels, else 96)")
    private Integer payloadType;

    public SdpCommand() {
        this(System::currentTimeMillis);
    }

    SdpCommand(LongSupplier epochMillis) {
        this.epochMillis = epochMillis;
    }

    @Override
    public void run() {
        SessionDescription session = session();
        PrintWriter out = spec.commandLine().getOut();
        session.lines().forEach(line -> out.print(line + "\r\n"));
        out.flush();
    }

    private SessionDescription session() {
        int ownRtcpPort = rtcpPort != null ? rtcpPort : port + 1;
        int type = payloadType != null ? payloadType : PayloadTypes.of(rate, channels);
        within("--port", port, 1, rtcpPort != null ? HIGHEST_PORT : HIGHEST_PORT - 1);
        within("--rtcp-port", ownRtcpPort, 1, HIGHEST_PORT);
        within("--rate", rate, LOWEST_RATE, HIGHEST_RATE);
        within("--channels", channels, 1, 2);
        if (!PayloadTypes.says(type, rate, channels)) {
            throw refusal("--payload-type must be from 96 to 127 for " + rate + " Hz and " + channels + " channel(s)");
        }
        long id = Ntp.ofMillis(epochMillis.getAsLong()) >>> Integer.SIZE;
        return new SessionDescription(id, address(), port, ownRtcpPort, rate, channels, type);
    }

    private void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw refusal(option + " must be from " + least + " to " + most);
        }
    }

    private InetAddress address() {
        if (host.isBlank()) {
            throw refusal("--host must name who listens");
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw refusal("No host called '" + host + "' is known here: --host takes a name or an address");
        }
    }

    private ParameterException refusal(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
