package paloma.audio.receive;

import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import paloma.audio.jitter.Depth;
import paloma.audio.metrics.MetricsServer;
import paloma.audio.net.Addresses;
import paloma.audio.page.PageOptions;
import paloma.audio.page.PageServer;
import paloma.audio.pcm.UnusableException;
import paloma.audio.pcm.WavName;
import paloma.audio.program.GracefulExit;
import paloma.audio.program.Lifetime;
import paloma.audio.program.Shutdown;
import paloma.audio.program.StatusLine;
import paloma.audio.program.WireFormat;
import paloma.audio.program.WireOptions;
import paloma.audio.sink.Sink;
import paloma.audio.sink.Sinks;
import paloma.net.BugReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "receive",
        description = "Plays what it receives from a sender.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  paloma audio receive --listen :5004                     plays on the speaker",
            "  paloma audio receive --listen :5004 --to heard.wav      records into a file",
            "  paloma audio receive --listen :5004 --to - | aplay -f cd"
        })
public final class AudioReceiveCommand implements Callable<Integer> {
    /** Less than the sink and the network need in any case. */
    static final int MIN_MILLIS = 5;

    /** The jitter buffer holds 5.9 s at 44.1 kHz, so there is room for what comes in bursts. */
    static final int MAX_MILLIS = 3_000;

    private static final int DEFAULT_MIN_MILLIS = 20;
    private static final int DEFAULT_MAX_MILLIS = 500;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "[ADDRESS]:PORT",
            description = "Where to listen (default: port " + WireFormat.RTP_PORT + ", with --wire raw "
                    + WireFormat.RAW_PORT + ", on all addresses). A multicast group is joined.")
    private String listen;

    @Option(
            names = "--to",
            paramLabel = "SINK",
            defaultValue = "speaker",
            description =
                    "speaker, speaker:NAME, FILE.wav or - (raw samples on standard output) (default: ${DEFAULT-VALUE}).")
    private String to;

    @Option(
            names = "--latency",
            paramLabel = "MS",
            description =
                    "Fixed time from the network to the playing, or what the sink needs if that is more (default: chosen by the network's jitter).")
    private Integer latency;

    @Option(
            names = "--min-latency",
            paramLabel = "MS",
            description = "Lower bound of the chosen latency (default: " + DEFAULT_MIN_MILLIS + ").")
    private Integer minLatency;

    @Option(
            names = "--max-latency",
            paramLabel = "MS",
            description = "Upper bound of the chosen latency (default: " + DEFAULT_MAX_MILLIS + ").")
    private Integer maxLatency;

    @Mixin
    private WireOptions wire;

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            description = "Plays only this sender (default: the first to send, until it is silent).")
    private String from;

    @Option(names = "--no-repair", description = "Does not request lost packets.")
    private boolean noRepair;

    @Option(
            names = "--scope",
            paramLabel = "OUT.png",
            description = "At the end, draws waveform, spectrum and spectrogram of the last 10 s that were played.")
    private Path scope;

    @Option(
            names = "--metrics-port",
            paramLabel = "[ADDRESS:]PORT",
            description =
                    "Serves Prometheus metrics at http://ADDRESS:PORT/metrics (default: none; PORT alone listens on"
                            + " 127.0.0.1).")
    private String metricsPort;

    @Mixin
    private PageOptions page;

    private final AudioReceiver.WarmUp warmUp;
    private final InputStream in;
    private final OutputStream out;
    private final BugReport bugs;
    private final Shutdown shutdown;

    /**
     * @param in what {@code --sdp -} reads
     * @param out what {@code --to -} writes to
     */
    public AudioReceiveCommand(
            AudioReceiver.WarmUp warmUp, InputStream in, OutputStream out, BugReport bugs, Shutdown shutdown) {
        this.warmUp = warmUp;
        this.in = in;
        this.out = out;
        this.bugs = bugs;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return receive(settings());
        } catch (UnusableException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private ReceiveSettings settings() throws UnusableException {
        wire.readDescription(in);
        return new ReceiveSettings(
                address(),
                wire.format(),
                wire.payloadTypeOfOthers(),
                wire.here(),
                depth(),
                wire.isRaw(),
                from == null ? null : Addresses.host(from),
                !noRepair,
                wire.rtcp(),
                wire.key());
    }

    private InetSocketAddress address() throws UnusableException {
        InetSocketAddress address = listen == null && wire.description() != null
                ? DescribedAddress.listen(wire.description())
                : Addresses.listen(listen == null ? ":" : listen, wire.port());
        return wire.takesNextPort() ? Addresses.withNextPort(address) : address;
    }

    private Depth depth() throws UnusableException {
        if (latency != null && (minLatency != null || maxLatency != null)) {
            throw new UnusableException("--latency is fixed; leave out --min-latency and --max-latency.");
        }
        if (latency != null) {
            return Depth.fixed(millis("--latency", latency));
        }
        long least = millis("--min-latency", minLatency == null ? DEFAULT_MIN_MILLIS : minLatency);
        long most = millis("--max-latency", maxLatency == null ? DEFAULT_MAX_MILLIS : maxLatency);
        if (least <= most) {
            return new Depth(least, most);
        }
        if (minLatency != null && maxLatency != null) {
            throw new UnusableException("--min-latency is above --max-latency; swap them.");
        }
        // The bound that nobody gave gives way.
        return minLatency == null ? Depth.fixed(most) : new Depth(least, least + most);
    }

    private static long millis(String option, int value) throws UnusableException {
        if (value < MIN_MILLIS || value > MAX_MILLIS) {
            throw new UnusableException(
                    option + " is from " + MIN_MILLIS + " to " + MAX_MILLIS + " milliseconds, not " + value + ".");
        }
        return TimeUnit.MILLISECONDS.toNanos(value);
    }

    @SuppressWarnings("try") // the metrics are only open meanwhile
    private int receive(ReceiveSettings settings) throws UnusableException, InterruptedException {
        StatusLine status = new StatusLine(spec.commandLine().getErr(), System.console() != null);
        Lifetime lifetime = new Lifetime(bug -> status.sayBug(bugs, bug));
        checkThatPictureIsNoRecording();
        LastPicture picture = new LastPicture(scope, settings.format());
        AudioReceiver receiver = new AudioReceiver(settings, warmUp, lifetime);
        ReceiveDisplay display = new ReceiveDisplay(status, settings, receiver, lifetime);
        try (GracefulExit exit = new GracefulExit(lifetime, shutdown);
                MetricsServer metrics = metrics(settings, receiver, status);
                PageServer shown = page.open(() -> new ReceiverProgram(receiver), bug -> status.sayBug(bugs, bug))) {
            if (metrics != null) {
                status.say("Metrics: " + metrics.url());
            }
            if (shown != null) {
                status.say("Page: " + shown.link());
            }
            receiver.listen();
            play(receiver, display, picture.recent(), exit);
            display.summary();
            boolean drawn = draw(picture, status);
            return exit.with(drawn && receiver.player().failure() == null ? 0 : 1);
        } finally {
            receiver.end();
        }
    }

    /** The picture is drawn at the end, over what was recorded. */
    private void checkThatPictureIsNoRecording() throws UnusableException {
        if (scope != null && WavName.fits(to) && absolute(scope.toFile()).equals(absolute(new File(to)))) {
            throw new UnusableException("--to and --scope name the same file; name another.");
        }
    }

    private static String absolute(File file) {
        return file.toURI().normalize().toString();
    }

    private void play(AudioReceiver receiver, ReceiveDisplay display, Recent recent, GracefulExit exit)
            throws UnusableException, InterruptedException {
        try {
            ReceiveSettings settings = receiver.settings();
            Sink sink = Sinks.open(to, settings.format(), settings.sink(), out);
            receiver.start(sink, recent);
            exit.begin();
            display.run(to, sink.output());
        } finally {
            receiver.end();
        }
    }

    private static boolean draw(LastPicture picture, StatusLine status) {
        try {
            String sentence = picture.draw();
            if (sentence != null) {
                status.say(sentence);
            }
            return true;
        } catch (UnusableException e) {
            status.say(e.getMessage());
            return false;
        }
    }

    /** Returns null if nobody is to be told. */
    private MetricsServer metrics(ReceiveSettings settings, AudioReceiver receiver, StatusLine status)
            throws UnusableException {
        if (metricsPort == null) {
            return null;
        }
        return MetricsServer.open(
                Addresses.serve(metricsPort),
                () -> new ReceiverMetrics(settings, receiver).read(),
                bug -> status.sayBug(bugs, bug));
    }
}
