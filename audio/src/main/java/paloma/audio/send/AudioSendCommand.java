package paloma.audio.send;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import paloma.audio.net.Addresses;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.GracefulExit;
import paloma.audio.program.Lifetime;
import paloma.audio.program.StatusLine;
import paloma.audio.program.WireOptions;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;
import paloma.audio.source.Source;
import paloma.audio.source.Sources;
import paloma.net.BugReport;
import paloma.net.Printable;
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

    @Option(
            names = "--to",
            paramLabel = "HOST:PORT",
            description = "A receiver; may be given several times (default: where --sdp says that receivers listen).")
    private List<String> to;

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            defaultValue = "mic",
            description =
                    "mic, mic:NAME, FILE.wav, a pipe, tone:HERTZ, sweep or - (standard input); pipes hold a WAV file or raw samples (default: ${DEFAULT-VALUE}).")
    private String from;

    @Option(
            names = "--raw-input",
            description = "The file or pipe holds raw samples, even if it begins as a WAV file does.")
    private boolean rawInput;

    @Option(
            names = "--live",
            negatable = true,
            description = "The pipe delivers in real time, so what it held up is dropped; --no-live: nothing is dropped"
                    + " (default: as its deliveries show).")
    private Boolean live;

    @Mixin
    private WireOptions wire;

    @Mixin
    private PacketOptions packets;

    @Option(names = "--dscp-ef", description = "Marks packets for expedited forwarding (RFC 3246).")
    private boolean expedited;

    @Option(
            names = "--broadcast",
            description = "Lets --to name a broadcast address: all machines on a network hear it.")
    private boolean broadcast;

    @Option(
            names = "--hops",
            paramLabel = "N",
            description = "How many networks multicast packets may cross (default: what --sdp says, else 1).")
    private Integer hops;

    private final AudioSender.WarmUp warmUp;
    private final InputStream in;
    private final BugReport bugs;

    /** @param in what {@code --from -} reads */
    public AudioSendCommand(AudioSender.WarmUp warmUp, InputStream in, BugReport bugs) {
        this.warmUp = warmUp;
        this.in = in;
        this.bugs = bugs;
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
        if (wire.takesStandardInput() && from.equals("-")) {
            throw new UnusableException(
                    "Standard input holds either the sound or its description; name a file for one.");
        }
        wire.readDescription(in);
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
                broadcast,
                hops(),
                wire.key());
    }

    private double describedMillis() {
        return wire.description() == null ? 0 : wire.description().packetMillis();
    }

    /** The port for RTCP in a description is that of its receivers. */
    private RtcpPort rtcp() {
        return to == null || wire.rtcp().muxed() ? wire.rtcp() : RtcpPort.NEXT;
    }

    private int hops() throws UnusableException {
        int described = wire.description() == null ? 0 : wire.description().ttl();
        return hops == null ? Math.max(1, described) : PacketOptions.within("--hops", hops, 1, MAX_HOPS);
    }

    /** Returns the receivers as they were written. */
    private List<String> written() throws UnusableException {
        if (to != null) {
            return to;
        }
        if (wire.description() == null) {
            throw new UnusableException("Nobody to send to; say --to HOST:PORT, or --sdp FILE.");
        }
        String host = wire.description().host();
        if (host == null) {
            throw new UnusableException(
                    "The session description does not say where its receivers are; add --to HOST:PORT.");
        }
        return List.of((host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + wire.description().port());
    }

    private List<InetSocketAddress> peers() throws UnusableException {
        List<InetSocketAddress> peers = new ArrayList<>();
        for (String one : written()) {
            InetSocketAddress peer = Addresses.peer(one, wire.port());
            if (!broadcast && Addresses.isBroadcast(peer.getAddress())) {
                throw new UnusableException(
                        Addresses.text(peer)
                                + " is a broadcast address, that of all machines on a network; if that is meant, add --broadcast.");
            }
            peers.add(!wire.isRaw() && rtcp().equals(RtcpPort.NEXT) ? Addresses.withNextPort(peer) : peer);
        }
        return peers;
    }

    private int send(SendSettings settings) throws UnusableException, InterruptedException {
        StatusLine status = new StatusLine(spec.commandLine().getErr(), System.console() != null);
        Lifetime lifetime = new Lifetime(bug -> status.sayBug(bugs, bug));
        AudioSender sender = new AudioSender(settings, warmUp, lifetime);
        SendDisplay display = new SendDisplay(status, settings, sender, lifetime);
        try (GracefulExit exit = new GracefulExit(lifetime);
                Source source = source(settings)) {
            try {
                sender.start(source, live);
                exit.begin();
                display.run(from);
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

    private Source source(SendSettings settings) throws UnusableException {
        PcmFormat bare = settings.samples() == null ? settings.format() : settings.samples();
        Source source = new Sources(settings.format(), bare, rawInput, in).open(from);
        if (live != null && !source.isPipe()) {
            source.close();
            throw new UnusableException("--" + (live ? "" : "no-") + "live is for a pipe, which "
                    + Printable.quote(from) + " is not; leave it out.");
        }
        return source;
    }
}
