package paloma.audio.send;

import io.netty.util.NetUtil;
import java.io.PrintWriter;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import paloma.audio.net.Addresses;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.FormatOptions;
import paloma.audio.program.WireFormat;
import paloma.audio.rtp.Ntp;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;
import paloma.audio.sdp.SdpWriter;
import paloma.audio.sdp.SessionDescription;
import paloma.audio.srtp.CryptoAttribute;
import paloma.audio.srtp.KeyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "sdp",
        description = "Prints the session description (SDP) that other players need to receive a sender; give it the"
                + " sender's options.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  paloma audio sdp > live.sdp                  44.1 kHz stereo to port 5004 of this machine",
            "  paloma audio sdp --to 239.1.2.3:5004 --format L24/48000/2 --packet-time 1   AES67, to a group",
            "  paloma audio receive --sdp live.sdp",
            "  ffplay -protocol_whitelist file,udp,rtp live.sdp",
            "  gst-play-1.0 live.sdp"
        })
public final class SdpCommand implements Runnable {
    private static final int MAX_TTL = 255;

    private final LongSupplier epochMillis;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--to",
            paramLabel = "HOST:PORT",
            description = "The receivers' address, or a multicast group, as the sender has it.")
    private String to;

    @Option(names = "--host", paramLabel = "ADDR", description = "The same without a port (default: 127.0.0.1).")
    private String host;

    @Option(names = "--port", paramLabel = "N", description = "Port of RTP (default: " + WireFormat.RTP_PORT + ").")
    private Integer port;

    @Option(
            names = "--rtcp-port",
            paramLabel = "N",
            description = "Port of RTCP; may be that of RTP (default: the next port).")
    private Integer rtcpPort;

    @Option(names = "--rtcp-mux", description = "RTCP shares the port of RTP (RFC 5761).")
    private boolean muxed;

    @Option(
            names = "--hops",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many networks multicast packets may cross (default: ${DEFAULT-VALUE}).")
    private int hops;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description =
                    "The sender's key, which is then in what is printed (a=crypto): keep that as secret as the file.")
    private Path keyFile;

    @Mixin
    private FormatOptions format;

    @Mixin
    private PacketOptions packets;

    public SdpCommand() {
        this(System::currentTimeMillis);
    }

    SdpCommand(LongSupplier epochMillis) {
        this.epochMillis = epochMillis;
    }

    @Override
    public void run() {
        try {
            print(writer(stream()));
        } catch (UnusableException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void print(SdpWriter writer) {
        PrintWriter out = spec.commandLine().getOut();
        writer.lines().forEach(line -> out.print(line + "\r\n"));
        out.flush();
    }

    private SdpWriter writer(SessionDescription stream) throws UnusableException {
        long id = Ntp.ofMillis(epochMillis.getAsLong()) >>> Integer.SIZE;
        SdpWriter writer = new SdpWriter(id, stream);
        Fec fec = packets.fec(false, stream.payloadType());
        if (fec.always()) {
            writer.withParity(fec.columns());
        }
        return packets.redundancy() > 0 ? writer.withRedundancy() : writer;
    }

    private SessionDescription stream() throws UnusableException {
        InetSocketAddress address = address();
        InetAddress receivers = address.getAddress();
        int ttl = PacketOptions.within("--hops", hops, 1, MAX_TTL);
        StreamFormat wire = format.wire();
        return new SessionDescription(
                NetUtil.toAddressString(receivers), // without its interface, which is that of this machine
                receivers.isMulticastAddress() && receivers instanceof Inet4Address ? ttl : 0,
                address.getPort(),
                rtcp(address.getPort()),
                wire,
                format.payloadType(),
                packets.cut(wire, 0).packet() * 1e3 / wire.rate(),
                keyFile != null,
                keyFile == null ? List.of() : List.of(CryptoAttribute.text(KeyFile.read(keyFile))));
    }

    private InetSocketAddress address() throws UnusableException {
        if (to != null && (host != null || port != null)) {
            throw new UnusableException("--to has an address and a port; leave it or --host and --port out.");
        }
        if (to != null) {
            return Addresses.peer(to, WireFormat.RTP_PORT);
        }
        if (host != null && host.isBlank()) {
            throw new UnusableException("--host needs an address.");
        }
        int number = port == null ? WireFormat.RTP_PORT : port;
        PacketOptions.within("--port", number, 1, WireFormat.MAX_PORT);
        return new InetSocketAddress(Addresses.host(host == null ? "127.0.0.1" : host), number);
    }

    private RtcpPort rtcp(int rtpPort) throws UnusableException {
        if (muxed && rtcpPort != null && rtcpPort != rtpPort) {
            throw new UnusableException("--rtcp-mux has RTCP share the port of RTP; leave it or --rtcp-port out.");
        }
        if (muxed) {
            return RtcpPort.MUXED;
        }
        if (rtcpPort == null) {
            Addresses.withNextPort(new InetSocketAddress(rtpPort));
            return RtcpPort.NEXT;
        }
        return RtcpPort.at(PacketOptions.within("--rtcp-port", rtcpPort, 1, WireFormat.MAX_PORT), rtpPort);
    }
}
