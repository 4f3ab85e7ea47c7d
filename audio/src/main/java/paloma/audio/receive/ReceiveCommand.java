package paloma.audio.receive;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import paloma.audio.jitter.Depth;
import paloma.audio.net.Addresses;
import paloma.audio.pcm.FormatChoice;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.Ending;
import paloma.audio.sink.Sink;
import paloma.audio.sink.Sinks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "receive",
        description = "Plays what a sender sends.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  paloma audio receive --listen :5004                     on the speaker",
            "  paloma audio receive --listen :5004 --to heard.wav      into a file",
            "  paloma audio receive --listen :5004 --to - | aplay -f cd"
        })
public final class ReceiveCommand implements Callable<Integer> {
    private static final int RTP_PORT = 5004; // RFC 3551, section 8
    private static final int RAW_PORT = 12_345;
    private static final long LOG_SECONDS = 10;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "[ADDRESS]:PORT",
            description =
                    "Where to listen (default: port 5004, of raw 12345, of all addresses). A multicast group is joined.")
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
            description = "Plays so long after the network brought it, and no other (default: as the network needs).")
    private Integer latency;

    @Option(
            names = "--min-latency",
            paramLabel = "MS",
            defaultValue = "20",
            description = "The least to choose (default: ${DEFAULT-VALUE}).")
    private int minLatency;

    @Option(
            names = "--max-latency",
            paramLabel = "MS",
            defaultValue = "500",
            description = "The most to choose (default: ${DEFAULT-VALUE}).")
    private int maxLatency;

    @Option(
            names = "--wire",
            paramLabel = "rtp|raw",
            defaultValue = "rtp",
            description = "RTP, or datagrams of bare samples (default: ${DEFAULT-VALUE}).")
    private Wire wire;

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            defaultValue = "44100",
            description = "Frames a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "2",
            description = "1 or 2 (default: ${DEFAULT-VALUE}).")
    private int channels;

    @Option(
            names = "--payload-type",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Of RTP (default: 10 and 11, or any dynamic one).")
    private int payloadType;

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            description = "Hears this sender alone (default: who comes first, until it is silent).")
    private String from;

    @Option(names = "--no-repair", description = "Never asks for lost packets again.")
    private boolean noRepair;

    @Option(names = "--rtcp-mux", description = "RTCP on the same port (RFC 5761).")
    private boolean muxed;

    /** What is on the wire. */
    enum Wire {
        rtp,
        raw
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
        PcmFormat format = FormatChoice.of(rate, channels);
        InetSocketAddress address =
                Addresses.listen(listen == null ? ":" : listen, wire == Wire.raw ? RAW_PORT : RTP_PORT);
        InetAddress only = from == null ? null : Addresses.host(from);
        return new ReceiveSettings(address, format, depth(), wire == Wire.raw, payloadType, only, !noRepair, muxed);
    }

    private Depth depth() throws UnusableException {
        if (latency != null) {
            return Depth.fixed(millis("--latency", latency));
        }
        if (minLatency > maxLatency) {
            throw new UnusableException("--min-latency is above --max-latency; exchange them.");
        }
        return new Depth(millis("--min-latency", minLatency), millis("--max-latency", maxLatency));
    }

    private static long millis(String option, int value) throws UnusableException {
        if (value < 5 || value > 3_000) {
            throw new UnusableException(option + " is from 5 to 3000 milliseconds, not " + value + ".");
        }
        return TimeUnit.MILLISECONDS.toNanos(value);
    }

    private int receive(ReceiveSettings settings) throws UnusableException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        CountDownLatch over = new CountDownLatch(1);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        try (Sink sink = Sinks.open(to, settings.format(), out)) {
            Receiver receiver = new Receiver(settings);
            Recent recent = new Recent(0);
            receiver.start(sink, recent, over::countDown);
            Display display = new Display(err, settings, receiver, over);
            Thread hook = Ending.onInterrupt(over);
            display.run();
            receiver.end();
            display.summary();
            Ending.done(hook);
            return receiver.player().failure() == null ? 0 : 1;
        }
    }
}
