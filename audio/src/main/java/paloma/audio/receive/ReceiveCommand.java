package paloma.audio.receive;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import paloma.audio.jitter.Depth;
import paloma.audio.metrics.MetricsServer;
import paloma.audio.net.Addresses;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.Ending;
import paloma.audio.program.WireOptions;
import paloma.audio.sink.Sink;
import paloma.audio.sink.Sinks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private WireOptions wire;

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            description = "Hears this sender alone (default: who comes first, until it is silent).")
    private String from;

    @Option(names = "--no-repair", description = "Never asks for lost packets again.")
    private boolean noRepair;

    @Option(
            names = "--metrics-port",
            paramLabel = "[ADDRESS:]PORT",
            description =
                    "Tells Prometheus at http://ADDRESS:PORT/metrics (default: nobody; the address of PORT alone is"
                            + " this machine's own, 127.0.0.1).")
    private String metricsPort;

    @Override
    public Integer call() throws InterruptedException {
        try {
            return receive(settings());
        } catch (UnusableException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private ReceiveSettings settings() throws UnusableException {
        return new ReceiveSettings(
                Addresses.listen(listen == null ? ":" : listen, wire.port()),
                wire.format().format(),
                depth(),
                wire.isRaw(),
                wire.format().payloadTypeOr(-1),
                from == null ? null : Addresses.host(from),
                !noRepair,
                wire.isMuxed());
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
        Receiver receiver = new Receiver(settings);
        try (Sink sink = Sinks.open(to, settings.format(), out);
                MetricsServer metrics = metrics(settings, receiver)) {
            Recent recent = new Recent(0);
            receiver.start(sink, recent, over::countDown);
            if (metrics != null) {
                err.println("Metrics: " + metrics.url());
            }
            Display display = new Display(err, settings, receiver, over);
            Thread hook = Ending.onInterrupt(over);
            display.run();
            receiver.end();
            display.summary();
            Ending.done(hook);
            return receiver.player().failure() == null ? 0 : 1;
        }
    }

    /** Gives null where nobody is told. */
    private MetricsServer metrics(ReceiveSettings settings, Receiver receiver) throws UnusableException {
        return metricsPort == null
                ? null
                : MetricsServer.open(
                        Addresses.serve(metricsPort), () -> new ReceiverMetrics(settings, receiver).read());
    }
}
