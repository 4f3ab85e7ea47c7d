package paloma.audio.receive;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import paloma.audio.program.Notices;
import paloma.audio.rtp.RtpPacket;

/**
 * Chooses the sender that is heard: the first to send, until it says goodbye (RFC 3550, 6.6) or is silent. On the event
 * loop.
 */
final class SourceSelector implements Feedback.Speaker {
    /** A sender that is silent for so long makes room for another. */
    static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A restarted sender is silent for at least so long; another SSRC before that is forged. */
    private static final long RESTART_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** So long after a goodbye its last packets may still arrive; who sends on after that has not left. */
    private static final long BYE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** Beats that come four times a second are so far apart only if this program stood still, and not the sender. */
    private static final long STOOD_STILL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Bounds the memory; senders beyond are each taken for a new one. */
    private static final int MAX_SENDERS = 1_024;

    private final Supplier<Stream> streams;
    private final Counts counts;
    private final Feedback feedback;
    private final Notices notices;
    private final Set<Sender> senders = new HashSet<>();
    private volatile RtpReceiver.Source source;
    private volatile long heardNanos;
    private volatile boolean left;
    private volatile long beatNanos;
    private volatile boolean hasBeat;
    private long leftNanos;

    /** One whom a NAT gives another port stays the same; senders of raw sound have nothing but their port. */
    private record Sender(InetAddress address, int ssrcOrPort) {}

    /** @param notices woken when somebody comes or leaves */
    SourceSelector(Supplier<Stream> streams, Counts counts, Feedback feedback, Notices notices) {
        this.streams = streams;
        this.counts = counts;
        this.feedback = feedback;
        this.notices = notices;
        feedback.follow(this);
    }

    /** Returns who is heard now, or was last, or null. Any thread. */
    RtpReceiver.Source source() {
        return source;
    }

    /** Returns what the sender that is heard does. Any thread. */
    Presence presence(long now) {
        if (source == null) {
            return Presence.NONE;
        }
        if (left) {
            return Presence.LEFT;
        }
        return isSilent(hasBeat ? beatNanos : now) ? Presence.SILENT : Presence.SENDS;
    }

    /** Called four times a second. */
    void beat(long now) {
        standStill(now);
        beatNanos = now;
        hasBeat = true;
    }

    /** While this program was stopped, what was sent could not be heard: that time is no silence. */
    private void standStill(long now) {
        long gap = now - beatNanos;
        if (hasBeat && gap > STOOD_STILL_NANOS) {
            heardNanos += gap;
            beatNanos = now;
        }
    }

    /** Called when bare samples arrived; returns whether their sender is heard now. */
    boolean hears(InetSocketAddress sender, long now) {
        standStill(now);
        if (source != null && source.address().equals(sender)) {
            stay(now);
            return true;
        }
        return source == null || isSilent(now) ? begin(sender, 0, now) : false;
    }

    /** Called when a packet of sound arrived; returns whether its sender is heard now. */
    boolean hears(InetSocketAddress sender, RtpPacket packet, long now) {
        standStill(now);
        RtpReceiver.Source present = source;
        if (present == null) {
            return begin(sender, packet.ssrc(), now);
        }
        boolean isSame = present.ssrc() == packet.ssrc();
        if (present.address().equals(sender)) {
            if (isSame) {
                stay(now);
                return true;
            }
            return left || now - heardNanos > RESTART_NANOS ? begin(sender, packet.ssrc(), now) : false;
        }
        boolean isFree = left || isSilent(now);
        boolean isNear = present.address().getAddress().equals(sender.getAddress());
        if (isSame && (isFree || isNear) && present.stream().isNext(packet, now)) {
            return move(sender, now);
        }
        return isFree ? begin(sender, packet.ssrc(), now) : false;
    }

    /** Begins a new stream, from another sender or the same one; returns true. */
    boolean begin(InetSocketAddress sender, int ssrc, long now) {
        StreamStats earlier = source == null ? StreamStats.NONE : source.session();
        count(sender, ssrc);
        arrive(now);
        source = new RtpReceiver.Source(sender, ssrc, streams.get(), new FecDecoder(ssrc, counts), earlier);
        feedback.begin(source);
        notices.wake();
        return true;
    }

    /** A NAT may give a sender another port at any time, and a network that it changes to another address. */
    private boolean move(InetSocketAddress sender, long now) {
        arrive(now);
        source = source.at(sender);
        feedback.move(source);
        notices.wake();
        return true;
    }

    private void arrive(long now) {
        heardNanos = now;
        left = false;
    }

    private void stay(long now) {
        if (left && now - leftNanos > BYE_NANOS) {
            left = false;
            notices.wake();
        }
        heardNanos = now;
    }

    @Override
    public void leaves(long now) {
        if (!left) {
            left = true;
            leftNanos = now;
            notices.wake();
        }
    }

    @Override
    public boolean hasLeft() {
        return left;
    }

    private boolean isSilent(long now) {
        return now - heardNanos > SILENT_NANOS;
    }

    private void count(InetSocketAddress address, int ssrc) {
        Sender sender = new Sender(address.getAddress(), ssrc == 0 ? address.getPort() : ssrc);
        boolean isNew = !senders.contains(sender);
        if (isNew && senders.size() < MAX_SENDERS) {
            senders.add(sender);
        }
        counts.senders += isNew ? 1 : 0;
        counts.streams++;
    }
}
