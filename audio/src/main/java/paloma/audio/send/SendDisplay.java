package paloma.audio.send;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import paloma.audio.net.Addresses;
import paloma.audio.program.Lifetime;
import paloma.audio.program.Plural;
import paloma.audio.program.StatusLine;
import paloma.audio.program.StatusLoop;
import paloma.audio.source.BrokenSourceException;

/** What a person sees of a sender: what goes where, the live status, and a summary at the end. */
final class SendDisplay {
    private final StatusLine status;
    private final SendSettings settings;
    private final AudioSender sender;
    private final Lifetime lifetime;
    private boolean saidDropped;

    SendDisplay(StatusLine status, SendSettings settings, AudioSender sender, Lifetime lifetime) {
        this.status = status;
        this.settings = settings;
        this.sender = sender;
        this.lifetime = lifetime;
    }

    /**
     * Shows the status until the run is over.
     *
     * @param from the source as the person named it
     */
    void run(String from) throws InterruptedException {
        String to = settings.peers().stream().map(Addresses::text).collect(Collectors.joining(", "));
        status.say("Sending " + from + " (" + what() + ") to " + to + ".");
        new StatusLoop(status, lifetime).run(this::look, this::line);
    }

    private void look() {
        sender.capture().look(System.nanoTime());
        sayDropped();
    }

    private String what() {
        return settings.raw() ? settings.format() + ", raw" : settings.wire().toString();
    }

    private void sayDropped() {
        long frames = sender.queue().droppedFrames();
        if (!saidDropped && frames > 0 && sender.queue().pacing() == Pacing.LIVE_PIPE) {
            saidDropped = true;
            status.say(String.format(
                    Locale.ROOT,
                    "The pipe is live: %.2f s that it had held up were dropped, so that the rest is not late; --no-live sends all.",
                    frames / (double) settings.format().rate()));
        }
    }

    private String line() {
        Listeners.Summary heard = sender.rtcpSession().listeners().summary(System.nanoTime());
        return String.format(
                Locale.ROOT,
                "level %.0f dB  sent %.1f s  listeners %d  lost %.1f %%  rtt %.0f ms  sent again %d  dropped %d",
                sender.pacedSender().takeLevelDb(),
                sentSeconds(),
                heard.count(),
                100 * heard.lostShare(),
                heard.roundTripNanos() / 1e6,
                sender.rtcpSession().retransmitLimiter().resent(),
                sender.queue().dropped());
    }

    private double sentSeconds() {
        SendResult result = sender.pacedSender().result();
        double made =
                sender.pacedSender().sentFrames() / (double) settings.format().rate();
        return result.made() == 0 ? 0 : made * result.left() / result.made();
    }

    void summary() {
        IOException failure = sender.capture().failure();
        if (failure != null) {
            boolean isSentence = failure instanceof BrokenSourceException;
            status.say(isSentence ? failure.getMessage() : "The source failed: " + failure.getMessage() + ".");
        }
        if (sender.pacedSender().isKeyWornOut()) {
            status.say("The key has sealed as many packets as it may; make another with paloma audio key.");
        }
        SendResult result = sender.pacedSender().result();
        if (result.left() > 0 || result.made() == 0) {
            saySent(result);
        }
        result.sentences().forEach(status::say);
        sayListeners(result);
    }

    private void saySent(SendResult result) {
        status.say(String.format(
                Locale.ROOT,
                "Sent %.1f s in %s, %d of them again, and %d of parity; %s dropped for being late.",
                sentSeconds(),
                Plural.of(result.left(), "packet"),
                sender.rtcpSession().retransmitLimiter().resent(),
                sender.pacedSender().protection().sent(),
                Plural.was(sender.queue().dropped(), "chunk")));
    }

    private void sayListeners(SendResult result) {
        if (result.left() > 0
                && !settings.raw()
                && !sender.rtcpSession().listeners().wereAny()) {
            status.say("No receiver reported, so nobody knows whether it arrived.");
        }
        long refused = sender.rtcpSession().retransmitLimiter().refused();
        if (refused > 0) {
            status.say(Plural.was(refused, "packet")
                    + " not sent again: a listener gets at most a third of the stream again.");
        }
        long dropped = sender.rtcpSession().dropped();
        if (dropped > 0) {
            status.say(Plural.was(dropped, "datagram") + " dropped: no RTCP from a listener.");
        }
        long unsealed = sender.unopened().notAuthentic();
        if (unsealed > 0) {
            status.say(Plural.was(unsealed, "datagram") + " dropped: not sealed with this key.");
        }
    }
}
