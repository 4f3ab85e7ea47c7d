package paloma.audio.send;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import paloma.audio.net.Addresses;
import paloma.audio.page.PageOptions;
import paloma.audio.page.PageServer;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.GracefulExit;
import paloma.audio.program.Lifetime;
import paloma.audio.program.Shutdown;
import paloma.audio.program.StatusLine;
import paloma.audio.program.WireOptions;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;
import paloma.audio.source.Source;
import paloma.net.BugReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "send",
        description = "Sends sound to one or more receivers.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  paloma audio send --to music.example.net:5004           sends the microphone",
            "  paloma audio send --to 192.0.2.7:5004 --from song.wav   sends a file",
            "  paloma audio send --to 239.1.2.3:5004 --from tone:440   sends a tone to a group",
            "  paloma audio send --to localhost:12345 --wire raw       sends bare samples"
        })
public final class AudioSendCommand implements Callable<Integer> {
    private static final int MAX_HOPS = 255;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PeerOptions to;

    @Mixin
    private SourceOptions from;

    @Mixin
    private WireOptions wire;

    @Mixin
    private PacketOptions packets;

    @Option(names = "--dscp-ef", description = "Marks packets for expedited forwarding (RFC 3246).")
    private boolean expedited;

    @Option(
            names = "--hops",
            paramLabel = "N",
            description = "How many networks multicast packets may cross (default: what --sdp says, else 1).")
    private Integer hops;

    @Mixin
    private PageOptions page;

    private final AudioSender.WarmUp warmUp;
    private final InputStream in;
    private final BugReport bugs;
    private final Shutdown shutdown;

    /** @param in what {@code --from -} reads */
    public AudioSendCommand(AudioSender.WarmUp warmUp, InputStream in, BugReport bugs, Shutdown shutdown) {
        this.warmUp = warmUp;
        this.in = in;
        this.bugs = bugs;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return send(settings());
        } catch (UnusableException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private SendSettings settings() throws UnusableException {
        if (wire.takesStandardInput() && from.takesStandardInput()) {
            throw new UnusableException(
                    "Standard input holds either the sound or its description; name a file for one.");
        }
        wire.readDescription(in);
        packets.check(wire);
        StreamFormat format = wire.format();
        boolean raw = wire.isRaw();
        PacketOptions.Cut cut = raw ? packets.bare(format) : packets.cut(format, describedMillis());
        return new SendSettings(
                peers(),
                format,
                wire.payloadType(),
                wire.here(),
                cut.chunk(),
                cut.packet(),
                raw,
                packets.redundancy(),
                packets.fec(raw, wire.payloadType()),
                packets.repairs() && !raw,
                rtcp(),
                expedited,
                to.broadcast(),
                hops(),
                wire.key());
    }

    private double describedMillis() {
        return wire.description() == null ? 0 : wire.description().packetMillis();
    }

    /** The port for RTCP in a description is that of its receivers. */
    private RtcpPort rtcp() {
        return to.areDescribed() || wire.rtcp().muxed() ? wire.rtcp() : RtcpPort.NEXT;
    }

    private int hops() throws UnusableException {
        int described = wire.description() == null ? 0 : wire.description().ttl();
        return hops == null ? Math.max(1, described) : PacketOptions.within("--hops", hops, 1, MAX_HOPS);
    }

    private List<InetSocketAddress> peers() throws UnusableException {
        List<InetSocketAddress> peers = to.peers(wire.description(), wire.port());
        if (!wire.isRaw() && rtcp().equals(RtcpPort.NEXT)) {
            for (InetSocketAddress peer : peers) {
                Addresses.withNextPort(peer);
            }
        }
        return peers;
    }

    private int send(SendSettings settings) throws UnusableException, InterruptedException {
        StatusLine status = new StatusLine(spec.commandLine().getErr(), System.console() != null);
        Lifetime lifetime = new Lifetime(bug -> status.sayBug(bugs, bug));
        AudioSender sender = new AudioSender(settings, warmUp, lifetime);
        SendDisplay display = new SendDisplay(status, settings, sender, lifetime);
        try (GracefulExit exit = new GracefulExit(lifetime, shutdown);
                Source source = from.open(settings, in);
                PageServer shown =
                        page.open(() -> new SenderProgram(settings, sender), bug -> status.sayBug(bugs, bug))) {
            if (shown != null) {
                status.say("Page: " + shown.link());
            }
            try {
                sender.start(source, from.live());
                exit.begin();
                display.run(from.name());
            } finally {
                sender.end();
            }
            display.summary();
            boolean sentToAll = sender.pacedSender().result().reachedAll();
            return exit.with(
                    sentToAll
                                    && !sender.pacedSender().isKeyWornOut()
                                    && sender.capture().failure() == null
                            ? 0
                            : 1);
        }
    }
}
