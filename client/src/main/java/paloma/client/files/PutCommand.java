package paloma.client.files;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import paloma.client.Failure;
import paloma.client.option.HostPort;
import paloma.client.terminal.Terminal;
import paloma.protocol.WellKnown;
import paloma.transfer.Opening;
import paloma.transfer.SenderStats;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.disk.RefusedException;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.link.Desk;
import paloma.transfer.wire.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "put", description = "Sends files to the service files.")
public final class PutCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE")
    private Path file;

    @Parameters(index = "1", paramLabel = "HOST[:PORT]")
    private HostPort host;

    @Option(names = "--force")
    private boolean force;

    @Option(names = "--format")
    private String format = "text";

    @Option(names = "--congestion")
    private String congestion = "bbr";

    public PutCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Failure, IOException {
        InetSocketAddress server = host.resolve(WellKnown.FILES.port());
        ExecutorService disk = Executors.newFixedThreadPool(2);
        try (Wires wires = new Wires(server)) {
            OutgoingFile out = OutgoingFile.open(file);
            Opening.Wish wish = new Opening.Wish(
                    Kind.PUT,
                    force,
                    false,
                    out.facts(),
                    0,
                    0,
                    file.getFileName().toString(),
                    List.of(),
                    null);
            CongestionControl control =
                    congestion.equals("cubic") ? CongestionControl.cubic(1_472) : CongestionControl.model(1_472);
            PutTransfer put = new PutTransfer(
                    wires,
                    ThreadLocalRandom.current().nextLong(),
                    ThreadLocalRandom.current().nextLong(),
                    wish,
                    out,
                    control,
                    new Desk(disk, new ChunkPool(64, 1).share(0)));
            Transfer.Result result = put.start().join();
            if (result.reason() != null) {
                throw new Failure(result.reason() + ": " + result.text());
            }
            SenderStats s = put.stats();
            terminal.print(String.format(
                    Locale.ROOT,
                    "{\"event\":\"done\",\"bytes\":%d,\"seconds\":%.4f,\"sent_bytes\":%d,\"retransmitted\":%d,\"lost\":%d,\"spurious\":%d,\"rtt_ms\":%.2f}",
                    out.facts().size(),
                    result.nanos() / 1e9,
                    s.sentBytes(),
                    s.resentBytes(),
                    s.lostPackets(),
                    s.spuriousPackets(),
                    s.roundTripNanos() / 1e6));
            return 0;
        } catch (RefusedException e) {
            throw new Failure(e.getMessage());
        } finally {
            disk.shutdownNow();
        }
    }
}
