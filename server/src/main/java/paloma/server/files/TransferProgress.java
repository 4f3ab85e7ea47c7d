package paloma.server.files;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import paloma.transfer.SenderStats;
import paloma.transfer.driver.ReceiverDriver;
import paloma.transfer.driver.SenderDriver;
import paloma.transfer.driver.TransferDriver;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Message;

/** How much of a transfer went over the network, for the counters and for the log. */
final class TransferProgress {
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Kind kind;
    private final FilesCounts counts;
    private final long startNanos;
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

    void came(Message message) {
        if (message instanceof Data data) {
            came += data.bytes().readableBytes();
        }
    }

    /** Tells the counters what is new, now and then. */
    void tick(TransferDriver side, long nowNanos) {
        if (nowNanos - toldNanos >= TELL_NANOS) {
            toldNanos = nowNanos;
            tell(side);
        }
    }

    /** Tells the counters what is new. */
    void tell(TransferDriver side) {
        long before = bytes;
        long repeatedBefore = repeatedBytes;
        if (side instanceof ReceiverDriver receiving) {
            bytes = came;
            repeatedBytes = came - receiving.receiver().receivedBytes();
        } else if (side instanceof SenderDriver sending) {
            SenderStats stats = sending.stats();
            bytes = stats.sentBytes();
            repeatedBytes = stats.resentBytes();
        }
        counts.moved(kind, bytes - before, repeatedBytes - repeatedBefore);
    }

    /** Returns what a person may want to know at the end. */
    String summary(long nowNanos) {
        double seconds = (nowNanos - startNanos) / 1e9;
        double repeated = bytes == 0 ? 0 : 100.0 * repeatedBytes / bytes;
        return String.format(
                Locale.ROOT, "%d bytes in datagrams, %.1f %% of them repeated, %.3f s", bytes, repeated, seconds);
    }
}
