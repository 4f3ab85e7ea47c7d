package paloma.client.upload;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import paloma.client.terminal.HumanUnits;
import paloma.client.terminal.Terminal;
import paloma.net.Printable;

/** The progress of one file: a bar on a terminal, nothing elsewhere until the end. */
final class UploadProgress {
    private static final int BAR_WIDTH = 30;
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final Terminal terminal;
    private final String name;
    private final long sizeBytes;
    private final long startNanos;
    private long drawnNanos;
    private long sentBytes;
    private long messages;

    UploadProgress(Terminal terminal, String name, long sizeBytes, long nowNanos) {
        this.terminal = terminal;
        this.name = name;
        this.sizeBytes = sizeBytes;
        this.startNanos = nowNanos;
        this.drawnNanos = nowNanos - REDRAW_NANOS;
    }

    void sent(int bytes, long nowNanos) {
        sentBytes += bytes;
        messages++;
        if (terminal.shown() && nowNanos - drawnNanos >= REDRAW_NANOS) {
            drawnNanos = nowNanos;
            terminal.out().print(CLEAR_LINE + bar(nowNanos));
            terminal.out().flush();
        }
    }

    /** Replaces the bar with a summary; {@code unit} names one message. */
    void done(String unit, String remark, long nowNanos) {
        clear();
        terminal.print(String.format(
                Locale.ROOT,
                "%s: %s in %,d %s%s, %.1f s; %s",
                Printable.word(name),
                HumanUnits.bytes(sentBytes),
                messages,
                unit,
                messages == 1 ? "" : "s",
                (nowNanos - startNanos) / 1e9,
                remark));
    }

    /** Returns how far it got, and what the service does with that. */
    String stopped() {
        return "Stopped: " + HumanUnits.grouped(sentBytes) + " of " + HumanUnits.bytes(sizeBytes) + " of "
                + Printable.quote(name) + " were sent; the server keeps them as an unfinished part.";
    }

    void clear() {
        if (terminal.shown()) {
            terminal.out().print(CLEAR_LINE);
            terminal.out().flush();
        }
    }

    String bar(long nowNanos) {
        double part = sizeBytes <= 0 ? 1 : Math.min(1.0, (double) sentBytes / sizeBytes);
        int full = (int) (part * BAR_WIDTH);
        double seconds = Math.max(1, nowNanos - startNanos) / 1e9;
        return String.format(
                Locale.ROOT,
                "%s [%s%s] %3.0f %% %.1f MB/s",
                Printable.word(name),
                "#".repeat(full),
                "-".repeat(BAR_WIDTH - full),
                part * 100,
                sentBytes / 1e6 / seconds);
    }
}
