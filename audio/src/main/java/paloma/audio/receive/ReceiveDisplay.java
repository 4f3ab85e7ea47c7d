package paloma.audio.receive;

import java.util.Locale;
import paloma.audio.net.Addresses;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.program.Lifetime;
import paloma.audio.program.Plural;
import paloma.audio.program.StatusLine;
import paloma.audio.program.StatusLoop;
import paloma.audio.srtp.Unopened;
import paloma.net.AddressText;
import paloma.net.Printable;
import paloma.net.StandardOutput;

/** What a person sees of a receiver: the sender, the live status, and a summary at the end. */
final class ReceiveDisplay {
    private static final int METER_WIDTH = 12;

    /** The range of the meter, in dB below full scale. */
    private static final double METER_DB = 60;

    /** A shorter standstill is told by the gap that it makes. */
    private static final double SHORTEST_TOLD_SECONDS = 0.5;

    private final StatusLine status;
    private final ReceiveSettings settings;
    private final AudioReceiver receiver;
    private final Lifetime lifetime;
    private final SenderNews news = new SenderNews();

    ReceiveDisplay(StatusLine status, ReceiveSettings settings, AudioReceiver receiver, Lifetime lifetime) {
        this.status = status;
        this.settings = settings;
        this.receiver = receiver;
        this.lifetime = lifetime;
    }

    /**
     * Shows the status until the run is over.
     *
     * @param to the sink as the person named it
     * @param output what it gets
     */
    void run(String to, PcmFormat output) throws InterruptedException {
        if (to.equals("-")) {
            status.say("Standard output gets samples of 16 bits, little-endian, " + output + ".");
        } else if (!output.equals(settings.format())) {
            status.say("The sound is converted to " + output + " for " + Printable.word(to) + ".");
        }
        status.say(
                "Waiting for a sender at " + address() + " (" + (settings.raw() ? settings.format() : settings.wire())
                        + ", " + (settings.raw() ? "raw" : "RTP") + ").");
        new StatusLoop(status, lifetime).run(this::look, this::line);
    }

    private void look() {
        receiver.player().look(System.nanoTime());
        RtpReceiver.Source present = receiver.source();
        if (present != null) {
            String sentence = news.of(Addresses.text(present.address()), receiver.presence(), System.nanoTime());
            if (sentence != null) {
                status.say(sentence);
            }
            sayRaised(present.stream().takeRaisedMillis());
            sayStoodStill(present.stream().takeStoodStillSeconds());
        }
    }

    private String line() {
        RtpReceiver.Source present = receiver.source();
        return present == null ? null : line(present);
    }

    private void sayRaised(double millis) {
        if (millis > 0) {
            status.say(String.format(
                    Locale.ROOT, "Everything came too late for a second; the latency is now %.0f ms.", millis));
        }
    }

    private void sayStoodStill(double seconds) {
        if (seconds >= SHORTEST_TOLD_SECONDS) {
            status.say(String.format(
                    Locale.ROOT, "This program stood still for %.1f s; what came meanwhile was not played.", seconds));
        }
    }

    /** What is counted is of the session: a stream that began anew takes nothing back. */
    private String line(RtpReceiver.Source present) {
        StreamStats stats = present.session();
        return String.format(
                Locale.ROOT,
                "%s latency %.0f ms (of %.0f)  jitter %.1f ms  lost %d  repaired %d  concealed %.0f ms  drift %+.1f ppm  rtt %.0f ms",
                level(present.stream().takeLevelDb()),
                stats.latencyMillis(),
                stats.depthMillis(),
                stats.jitterMillis(),
                stats.lost(),
                stats.repaired() + stats.recovered(),
                stats.concealedMillis(),
                stats.driftPpm(),
                stats.roundTripMillis());
    }

    private String level(double db) {
        if (!status.isLive()) {
            return String.format(Locale.ROOT, "level %.0f dB ", db);
        }
        int full = (int) Math.round(METER_WIDTH * Math.max(0, Math.min(1, 1 + db / METER_DB)));
        return "[" + "=".repeat(full) + " ".repeat(METER_WIDTH - full) + "]";
    }

    private String address() {
        return settings.listen().getAddress().isAnyLocalAddress()
                ? ":" + settings.listen().getPort()
                : AddressText.of(settings.listen());
    }

    void summary() {
        if (receiver.player().failure() != null) {
            String reason = StandardOutput.reason(receiver.player().failure());
            status.say("The sink failed: " + reason + ". " + receiver.player().kept());
        }
        RtpReceiver.Source last = receiver.source();
        if (last == null) {
            status.say(
                    receiver.counts().dropped() + receiver.unopened().all() == 0
                            ? "Nothing was received."
                            : "Nothing was played.");
        } else {
            status.say(from(receiver.counts().senders) + summary(last.session()));
        }
        if (receiver.player().swallowedMillis() > 0) {
            status.say(String.format(
                    Locale.ROOT,
                    "The sound system discarded %.0f ms that it had accepted; another program may keep the machine busy.",
                    receiver.player().swallowedMillis()));
        }
        sayDropped(receiver.counts());
        receiver.otherFormats().forEach(status::say);
        sayUnopened(receiver.unopened());
    }

    private static String from(long senders) {
        return senders == 1 ? "" : "From " + Plural.of(senders, "sender") + ": ";
    }

    private static String summary(StreamStats stats) {
        return String.format(
                Locale.ROOT,
                "%s, %d lost for good, %d repaired, %d recovered, %d late, %d duplicate; %.0f ms in %s concealed; drift %+.1f ppm.",
                Plural.of(stats.packets(), "packet"),
                stats.lost(),
                stats.repaired(),
                stats.recovered(),
                stats.late(),
                stats.duplicates(),
                stats.concealedMillis(),
                Plural.of(stats.concealments(), "gap"),
                stats.driftPpm());
    }

    private void sayUnopened(Unopened unopened) {
        if (unopened.notAuthentic() > 0) {
            status.say(Plural.was(unopened.notAuthentic(), "datagram") + " dropped: not sealed with this key.");
        }
        if (unopened.replayed() > 0) {
            status.say(Plural.was(unopened.replayed(), "sealed datagram")
                    + " dropped: copies of earlier ones, or too late to tell.");
        }
    }

    private void sayDropped(Counts counts) {
        long dropped = counts.dropped();
        if (dropped > 0) {
            status.say(String.format(
                    Locale.ROOT,
                    "%s dropped: %d malformed, %d of another format, %d from others.",
                    Plural.was(dropped, "datagram"),
                    counts.malformed,
                    counts.otherFormat + counts.waiting,
                    counts.foreign));
        }
    }
}
