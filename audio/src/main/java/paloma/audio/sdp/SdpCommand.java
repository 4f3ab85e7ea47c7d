package paloma.audio.sdp;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.function.LongSupplier;
import paloma.audio.net.Addresses;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.FormatOptions;
import paloma.audio.program.WireFormat;
import paloma.audio.rtp.Ntp;
import paloma.audio.rtp.StreamFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "sdp",
        description = "Prints the session description (SDP) that other players need to receive a sender.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  paloma audio sdp > live.sdp            44.1 kHz stereo to port 5004 of this machine",
            "  paloma audio sdp --host 239.1.2.3      to a group",
            "  ffplay -protocol_whitelist file,udp,rtp live.sdp",
            "  gst-play-1.0 live.sdp"
        })
public final class SdpCommand implements Runnable {
    private final LongSupplier epochMillis;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "ADDR",
            defaultValue = "127.0.0.1",
            description = "The receivers' address, or a multicast group (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(names = "--port", paramLabel = "N", description = "Port of RTP (default: ${DEFAULT-VALUE}).")
    private int port = WireFormat.RTP_PORT;

    @Option(
            names = "--rtcp-port",
            paramLabel = "N",
            description = "Port of RTCP; may be that of RTP (default: the next port).")
    private Integer rtcpPort;

    @Mixin
    private FormatOptions format;

    public SdpCommand() {
        this(System::currentTimeMillis);
    }

    SdpCommand(LongSupplier epochMillis) {
        this.epochMillis = epochMillis;
    }

    @Override
    public void run() {
        try {
            print(session());
        } catch (UnusableException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void print(SessionDescription session) {
        PrintWriter out = spec.commandLine().getOut();
        session.lines().forEach(line -> out.print(line + "\r\n"));
        out.flush();
    }

    private SessionDescription session() throws UnusableException {
        int ownRtcpPort = rtcpPort != null ? rtcpPort : port + WireFormat.RTCP_PORT_OFFSET;
        within("--port", port, 1, WireFormat.MAX_PORT);
        if (rtcpPort == null && port == WireFormat.MAX_PORT) {
            throw new UnusableException(
                    "After port " + port + " there is none for RTCP; use --rtcp-port, or another port.");
        }
        within("--rtcp-port", ownRtcpPort, 1, WireFormat.MAX_PORT);
        StreamFormat sound = format.wire();
        long id = Ntp.ofMillis(epochMillis.getAsLong()) >>> Integer.SIZE;
        return new SessionDescription(id, address(), port, ownRtcpPort, sound, format.payloadType());
    }

    private static void within(String option, int value, int least, int most) throws UnusableException {
        if (value < least || value > most) {
            throw new UnusableException(option + " is from " + least + " to " + most + ", not " + value + ".");
        }
    }

    private InetAddress address() throws UnusableException {
        if (host.isBlank()) {
            throw new UnusableException("--host needs an address.");
        }
        return Addresses.host(host);
    }
}
