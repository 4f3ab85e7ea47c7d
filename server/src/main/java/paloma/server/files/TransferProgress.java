package paloma.server.files;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import paloma.net.Count;
import paloma.transfer.SenderStats;
import paloma.transfer.driver.ReceiverDriver;
import paloma.transfer.driver.SenderDriver;
import paloma.transfer.driver.TransferDriver;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Reason;

/** How a transfer goes, for the counters and for the log: how much of it went over the network, and how it ended. */
final class TransferProgress {
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Kind kind;
    private final FilesCounts counts;
    private final long startNanos;
    private final long startMillis = System.currentTimeMillis();
    private long size = -1;
    private volatile Seen seen = new Seen(-1, 0, 0, 0); // by whoever looks at the page
    private long came;
    private long bytes;
    private long repeatedBytes;
    private long toldNanos;

    TransferProgress(Kind kind, FilesCounts counts, long nowNanos) {
        this.kind = kind;
        this.counts = counts;
        this.startNanos = nowNanos;
        this.toldNanos = nowNanos;
    }

    long startNanos() {
        return startNanos;
    }

    void came(Frame frame) {
        if (frame instanceof Data data) {
            came += data.bytes().readableBytes();
        }
    }

    void done() {
        counts.done(kind);
    }

    void failed(Reason reason) {
        counts.failed(kind, reason);
    }

    /** Called when the size of the file is known. */
    void sized(long bytesOfFile) {
        size = bytesOfFile;
        seen = new Seen(size, 0, 0, 0);
    }

    /** How far it is, as of a second ago at most. */
    private record Seen(long bytes, long doneBytes, double lostShare, long roundTripNanos) {}

    /** Returns what people see of it. Any thread. */
    TransferView view(long connection, String name, InetSocketAddress peer) {
        Seen now = seen;
        return new TransferView(
                connection,
                FilesCounts.label(kind),
                name,
                peer,
                startMillis,
                now.bytes(),
                now.doneBytes(),
                now.lostShare(),
                now.roundTripNanos(),
                null,
                0);
    }

    /** Updates the counters, at most once a second. */
    void tick(TransferDriver driver, long nowNanos) {
        if (nowNanos - toldNanos >= TELL_NANOS) {
            toldNanos = nowNanos;
            tell(driver);
        }
    }

    /** Updates the counters. */
    void tell(TransferDriver driver) {
        long before = bytes;
        long repeatedBefore = repeatedBytes;
        if (driver instanceof ReceiverDriver receiving) {
            bytes = came;
            repeatedBytes = receiving.receiver().repeatedBytes();
            see(driver, bytes == 0 ? 0 : (double) repeatedBytes / bytes, 0);
        } else if (driver instanceof SenderDriver sending) {
            SenderStats stats = sending.stats();
            bytes = stats.sentBytes();
            repeatedBytes = stats.resentBytes();
            long lost = stats.lostPackets() - stats.spuriousPackets();
            see(driver, stats.packets() == 0 ? 0 : (double) lost / stats.packets(), stats.roundTripNanos());
        }
        counts.moved(kind, bytes - before, repeatedBytes - repeatedBefore);
    }

    private void see(TransferDriver driver, double lostShare, long roundTripNanos) {
        long doneBytes = size < 0 ? driver.movedBytes() : Math.min(size, driver.movedBytes());
        seen = new Seen(size, doneBytes, lostShare, roundTripNanos);
    }

    /** Returns what a person may want to know at the end. */
    String summary(long nowNanos) {
        double seconds = (nowNanos - startNanos) / 1e9;
        double repeated = bytes == 0 ? 0 : 100.0 * repeatedBytes / bytes;
        return String.format(
                Locale.ROOT,
                "%s in datagrams, %.1f %% of them repeated, %.3f s",
                Count.of(bytes, "byte"),
                repeated,
                seconds);
    }
}
