package paloma.audio.receive;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import paloma.audio.net.Addresses;
import paloma.audio.program.Notices;

/**
 * Lets nothing be played that was not agreed on, and says what comes if nothing else does. On the event loop, except
 * {@link #sentences}.
 */
final class FormatWatch {
    /** Senders that are remembered: anybody can pretend to be many, and who is none of them still gets a word in. */
    private static final int SENDERS = 512;

    /** So many senders are spoken of, for the same reason. */
    private static final int SENTENCES = 4;

    /** Something is said of who sends for so long, if nothing else was played meanwhile. */
    private static final long AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int LEAST_PACKETS = 3;

    /** So many packets of a sender wait to be understood, and of all senders; a packet may be large. */
    private static final int MAX_WAITING = 4;

    private static final int MAX_WAITING_OF_ALL = 64;

    private record Key(InetSocketAddress address, int ssrc, int payloadType) {}

    private record Spoken(InetSocketAddress address, int payloadType) {}

    private final Counts counts;
    private final int agreedType;
    private final int agreedRate;
    private final Notices notices;
    private final Map<Key, SenderFormat> senders = new LinkedHashMap<>();
    private final Set<Spoken> spoken = new HashSet<>();
    private final List<String> sentences = new CopyOnWriteArrayList<>();
    private Key played;
    private boolean hasPlayed;
    private long playedNanos;

    FormatWatch(Counts counts, ReceiveSettings settings, Notices notices) {
        this.counts = counts;
        this.agreedType = settings.payloadType();
        this.agreedRate = settings.wire().rate();
        this.notices = notices;
    }

    /** Returns what was said about senders that were not played. Any thread. */
    List<String> sentences() {
        return sentences;
    }

    /** Called with a sender whose format is known: its first packet need not wait for the second. */
    void know(InetSocketAddress from, int ssrc) {
        known(new Key(from, ssrc, agreedType)).agree();
    }

    /** Called when a packet is played. */
    void played(SoundPacket packet) {
        played = key(packet);
        played(packet.arrivalNanos());
    }

    void played(long now) {
        hasPlayed = true;
        playedNanos = now;
    }

    /**
     * Returns the packets that may be played now, oldest first: this one, with those that waited for it, or none.
     *
     * @param frames that it has in the format that was agreed on; 0 or less if it cannot be that
     */
    List<SoundPacket> admit(SoundPacket packet, int frames) {
        Key key = key(packet);
        SenderFormat sender = known(key);
        sender.saw(packet, frames);
        if (sender.isInDoubt() && mayWait(key, sender)) {
            sender.waiting().add(packet.copy(agreedType));
            counts.waiting++;
            return List.of();
        }
        if (!sender.isAgreed() || sender.isInDoubt()) {
            refuse(sender, 1);
            speak(key, sender, packet.arrivalNanos());
            return List.of();
        }
        return sender.waiting().isEmpty() ? List.of(packet) : withThoseThatWaited(sender, packet);
    }

    private boolean mayWait(Key key, SenderFormat sender) {
        return sender.waiting().size() < MAX_WAITING && (counts.waiting < MAX_WAITING_OF_ALL || key.equals(played));
    }

    private List<SoundPacket> withThoseThatWaited(SenderFormat sender, SoundPacket packet) {
        List<SoundPacket> all = new ArrayList<>(sender.waiting());
        all.add(packet);
        refuse(sender, -sender.waiting().size());
        return all;
    }

    /** Counts those that wait, and {@code more}, as of another format. */
    private void refuse(SenderFormat sender, int more) {
        int waiting = sender.waiting().size();
        sender.waiting().clear();
        counts.waiting -= waiting;
        counts.otherFormat += waiting + more;
    }

    /** Whoever is played is never forgotten for the sake of others. */
    private SenderFormat known(Key key) {
        SenderFormat sender = senders.remove(key);
        if (senders.size() >= SENDERS) {
            Iterator<Map.Entry<Key, SenderFormat>> oldest = senders.entrySet().iterator();
            Map.Entry<Key, SenderFormat> leaving = oldest.next();
            leaving = leaving.getKey().equals(played) ? oldest.next() : leaving;
            refuse(leaving.getValue(), 0);
            senders.remove(leaving.getKey());
        }
        SenderFormat found = sender == null ? new SenderFormat(agreedRate) : sender;
        senders.put(key, found);
        return found;
    }

    private void speak(Key key, SenderFormat sender, long now) {
        Measured measured = sender.measured();
        if (!isAlone(now) || measured.lastedNanos() < AFTER_NANOS || measured.packets() < LEAST_PACKETS) {
            return;
        }
        FormatGuess guess = new FormatGuess(key.payloadType(), measured);
        if (guess.isReady()) {
            say(key.address(), key.payloadType(), guess.sentence(Addresses.text(key.address())));
        }
    }

    /** Says once what one sends. */
    void say(InetSocketAddress from, int payloadType, String sentence) {
        if (spoken.size() < SENTENCES && spoken.add(new Spoken(from, payloadType))) {
            sentences.add(sentence);
            notices.add(sentence);
        }
    }

    /** Returns whether nothing was played in the last second. */
    boolean isAlone(long now) {
        return !hasPlayed || now - playedNanos > AFTER_NANOS;
    }

    private static Key key(SoundPacket packet) {
        return new Key(packet.from(), packet.packet().ssrc(), packet.payloadType());
    }
}
