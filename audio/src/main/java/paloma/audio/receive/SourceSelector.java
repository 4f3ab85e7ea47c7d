package paloma.audio.receive;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Chooses the sender that is heard: the first to send, until it is silent. On the event loop. */
final class SourceSelector {
    /** A sender that is silent for so long makes room for another. */
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A restarted sender is silent for at least so long; another SSRC before that is forged. */
    private static final long RESTART_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Supplier<Stream> streams;
    private final Counts counts;
    private final Feedback feedback;
    private volatile RtpReceiver.Source source;
    private long heardNanos;

    SourceSelector(Supplier<Stream> streams, Counts counts, Feedback feedback) {
        this.streams = streams;
        this.counts = counts;
        this.feedback = feedback;
    }

    /** Returns who is heard now, or null. Any thread. */
    RtpReceiver.Source source() {
        return source;
    }

    /** Called when a packet of sound arrived; returns whether its sender is heard now. */
    boolean hears(InetSocketAddress sender, int ssrc, long now) {
        RtpReceiver.Source present = source;
        boolean sameAddress = present != null && present.address().equals(sender);
        if (sameAddress && present.ssrc() == ssrc) {
            heardNanos = now;
            return true;
        }
        if (present == null || now - heardNanos > (sameAddress ? RESTART_NANOS : SILENT_NANOS)) {
            begin(sender, ssrc, now);
            return true;
        }
        return false;
    }

    /** Begins a new stream, from another sender or the same one. */
    void begin(InetSocketAddress sender, int ssrc, long now) {
        source = new RtpReceiver.Source(sender, ssrc, streams.get(), new FecDecoder(ssrc, counts));
        heardNanos = now;
        counts.streams++;
        feedback.begin(source);
    }
}
