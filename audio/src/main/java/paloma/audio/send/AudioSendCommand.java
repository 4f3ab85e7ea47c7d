package paloma.audio.send;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import paloma.audio.net.Addresses;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.GracefulExit;
import paloma.audio.program.Lifetime;
import paloma.audio.program.StatusLine;
import paloma.audio.program.WireFormat;
import paloma.audio.program.WireOptions;
import paloma.audio.rtp.Parity;
import paloma.audio.rtp.Redundancy;
import paloma.audio.rtp.StreamFormat;
import paloma.audio.source.Source;
import paloma.audio.source.Sources;
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
    /** Shorter chunks cost more than they save: 0.7 ms at 44.1 kHz. */
    private static final int MIN_CHUNK_FRAMES = 32;

    /** Leaves room for headers in the largest datagram. */
    private static final int MAX_SOUND_BYTES = 60_000;

    private static final int MAX_HOPS = 255;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "HOST:PORT",
            description = "A receiver; may be given several times.")
    private List<String> to;

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            defaultValue = "mic",
            description =
                    "mic, mic:NAME, FILE.wav, tone:HERTZ, sweep or - (raw samples on standard input) (default: ${DEFAULT-VALUE}).")
    private String from;

    @Mixin
    private WireOptions wire;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "" + WireFormat.CHUNK_FRAMES,
            description = "Frames that are read at a time (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(
            names = "--packet-bytes",
            paramLabel = "N",
            defaultValue = "1200",
            description = "Maximum bytes of sound in an RTP packet (default: ${DEFAULT-VALUE}).")
    private int packetBytes;

    @Option(names = "--packet-time", paramLabel = "MS", description = "The same as a duration in milliseconds.")
    private Double packetTime;

    @Option(
            names = "--redundancy",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Each packet also carries the sound of N packets before (RFC 2198): twice the bytes, for round trips too long to request lost packets (default: ${DEFAULT-VALUE}).")
    private int redundancy;

    @Option(
            names = "--fec",
            paramLabel = "auto|off|N",
            defaultValue = "auto",
            description =
                    "After every N packets one of parity, from which any one of them can be restored (RFC 8627); auto: after every 4, if a paloma receiver loses packets and has no time to request them twice (default: ${DEFAULT-VALUE}).")
    private String fec;

    @Option(names = "--no-repair", description = "Answers no requests for lost packets.")
    private boolean noRepair;

    @Option(names = "--dscp-ef", description = "Marks packets for expedited forwarding (RFC 3246).")
    private boolean expedited;

    @Option(
            names = "--broadcast",
            description = "Lets --to name a broadcast address: all machines on a network hear it.")
    private boolean broadcast;

    @Option(
            names = "--hops",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many networks multicast packets may cross (default: ${DEFAULT-VALUE}).")
    private int hops;

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
        StreamFormat format = wire.format();
        boolean raw = wire.isRaw();
        return new SendSettings(
                peers(),
                format,
                wire.payloadType(),
                wire.here(),
                within("--frames", frames, MIN_CHUNK_FRAMES, WireFormat.MAX_CHUNK_FRAMES),
                raw ? frames : SendSettings.packetFrames(frames, format.frameBytes(), soundBytes(format)),
                raw,
                within("--redundancy", redundancy, 0, Redundancy.MAX_EARLIER),
                fec(raw),
                !noRepair && !raw,
                wire.rtcp(),
                expedited,
                broadcast,
                within("--hops", hops, 1, MAX_HOPS),
                null);
    }

    private List<InetSocketAddress> peers() throws UnusableException {
        List<InetSocketAddress> peers = new ArrayList<>();
        for (String one : to) {
            InetSocketAddress peer = Addresses.peer(one, wire.port());
            if (!broadcast && Addresses.isBroadcast(peer.getAddress())) {
                throw new UnusableException(
                        Addresses.text(peer)
                                + " is a broadcast address, that of all machines on a network; if that is meant, add --broadcast.");
            }
            peers.add(wire.takesNextPort() ? Addresses.withNextPort(peer) : peer);
        }
        return peers;
    }

    private static int within(String option, int value, int least, int most) throws UnusableException {
        if (value < least || value > most) {
            throw new UnusableException(option + " is from " + least + " to " + most + ", not " + value + ".");
        }
        return value;
    }

    private Fec fec(boolean raw) throws UnusableException {
        Fec said = Fec.of(fec);
        if (said == null) {
            throw new UnusableException("--fec is auto, off or from " + Fec.MIN_COLUMNS + " to " + Parity.MAX_COLUMNS
                    + ", not " + fec + ".");
        }
        if (said.always() && (raw || redundancy > 0)) {
            throw new UnusableException("--fec " + fec + " is not for " + (raw ? "--wire raw" : "--redundancy")
                    + "; leave one of them out.");
        }
        boolean mayChoose = !raw && !noRepair && redundancy == 0;
        return said.always() || mayChoose ? said : Fec.OFF;
    }

    /** With redundancy, two blocks share a packet. */
    private int soundBytes(StreamFormat format) throws UnusableException {
        int most = packetTime == null ? packetBytes : (int) (packetTime / 1e3 * format.rate()) * format.frameBytes();
        if (most < format.frameBytes() || most > MAX_SOUND_BYTES) {
            throw new UnusableException("A packet holds from 1 frame to " + MAX_SOUND_BYTES
                    + " bytes; choose another --packet-bytes or --packet-time.");
        }
        return redundancy > 0 ? Math.min(most / 2, Redundancy.MAX_BLOCK_BYTES) : most;
    }

    private int send(SendSettings settings) throws UnusableException, InterruptedException {
        StatusLine status = new StatusLine(spec.commandLine().getErr(), System.console() != null);
        Lifetime lifetime = new Lifetime(bug -> status.sayBug(bugs, bug));
        AudioSender sender = new AudioSender(settings, warmUp, lifetime);
        SendDisplay display = new SendDisplay(status, settings, sender, lifetime);
        try (GracefulExit exit = new GracefulExit(lifetime);
                Source source = Sources.open(from, settings.format(), in)) {
            try {
                sender.start(source);
                exit.begin();
                display.run(from);
            } finally {
                sender.end();
            }
            display.summary();
            boolean sentToAll = sender.pacedSender().result().reachedAll();
            return exit.with(sentToAll && sender.capture().failure() == null ? 0 : 1);
        }
    }
}
