package paloma.audio.receive;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a person sees of a receiver: one live line on a terminal, a line every 10 s in a log, a summary at the end. */
final class Display {
    private static final long LIVE_MILLIS = 200;
    private static final long LOG_MILLIS = 10_000;
    private static final int METER_WIDTH = 12;
    private static final double METER_DB = 60;

    private final PrintWriter err;
    private final ReceiveSettings settings;
    private final AudioReceiver receiver;
    private final CountDownLatch over;
    private final boolean live;

    Display(PrintWriter err, ReceiveSettings settings, AudioReceiver receiver, CountDownLatch over) {
        this.err = err;
        this.settings = settings;
        this.receiver = receiver;
        this.over = over;
        this.live = System.console() != null;
    }

    /** Shows until it is over. */
    void run() throws InterruptedException {
        say("Waiting for a sender at " + address() + " (" + settings.format() + ", " + (settings.raw() ? "raw" : "RTP")
                + ").");
        RtpReceiver.Source before = null;
        while (!over.await(live ? LIVE_MILLIS : before == null ? LIVE_MILLIS : LOG_MILLIS, TimeUnit.MILLISECONDS)) {
            RtpReceiver.Source present = receiver.source();
            if (present != null && present != before) {
                say("Playing what " + text(present) + " sends.");
                before = present;
            } else if (present != null) {
                String line = line(present.stream());
                if (live) {
                    err.print("\r" + line + "\u001b[K");
                    err.flush();
                } else {
                    say(line);
                }
            }
        }
    }

    void summary() {
        RtpReceiver.Source last = receiver.source();
        if (live) {
            err.println();
        }
        if (receiver.player().failure() != null) {
            say("The sink takes no more: " + receiver.player().failure().getMessage() + ".");
        }
        if (last == null) {
            say("Nobody has sent anything.");
            return;
        }
        StreamStats stats = last.stream().stats();
        say(String.format(
                Locale.ROOT,
                "%d packets, %d lost for good, %d repaired, %d recovered, %d late, %d twice; %.0f ms in %d gaps concealed; drift %+.1f ppm.",
                stats.packets(),
                stats.lost(),
                stats.repaired(),
                stats.recovered(),
                stats.late(),
                stats.duplicates(),
                stats.concealedMillis(),
                stats.concealments(),
                stats.driftPpm()));
        if (receiver.player().swallowedMillis() > 0) {
            say(String.format(
                    Locale.ROOT,
                    "The sound system threw away %.0f ms that it had taken; another program may keep the machine busy.",
                    receiver.player().swallowedMillis()));
        }
        Counts counts = receiver.counts();
        long dropped = counts.malformed + counts.otherFormat + counts.foreign;
        if (dropped > 0) {
            say(String.format(
                    Locale.ROOT,
                    "%d datagrams were dropped: %d malformed, %d of another format, %d from others.",
                    dropped,
                    counts.malformed,
                    counts.otherFormat,
                    counts.foreign));
        }
    }

    private String line(Stream stream) {
        StreamStats stats = stream.stats();
        double level = stream.takeLevelDb();
        return String.format(
                Locale.ROOT,
                "%s latency %.0f ms (of %.0f)  jitter %.1f ms  lost %d  repaired %d  concealed %.0f ms  drift %+.1f ppm  rtt %.0f ms",
                live ? meter(level) : String.format(Locale.ROOT, "level %.0f dB ", level),
                stats.latencyMillis(),
                stats.depthMillis(),
                stats.jitterMillis(),
                stats.lost(),
                stats.repaired() + stats.recovered(),
                stats.concealedMillis(),
                stats.driftPpm(),
                stats.roundTripMillis());
    }

    private static String meter(double db) {
        int full = (int) Math.round(METER_WIDTH * Math.max(0, Math.min(1, 1 + db / METER_DB)));
        return "[" + "=".repeat(full) + " ".repeat(METER_WIDTH - full) + "]";
    }

    private String address() {
        String host = settings.listen().getAddress().getHostAddress();
        return (settings.listen().getAddress().isAnyLocalAddress() ? "" : host) + ":"
                + settings.listen().getPort();
    }

    private static String text(RtpReceiver.Source source) {
        return source.address().getAddress().getHostAddress() + ":"
                + source.address().getPort();
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }
}
