package paloma.client.echo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which probes were sent, answered and lost. Is told the time; does no I/O. */
final class Probing {
    /** What became of a probe. */
    enum Fate {
        WAITED_FOR,
        LOST,
        ANSWERED
    }

    /** What an arriving datagram is. */
    enum Kind {
        ANSWER,
        LATE,
        DOUBLE,
        STRANGE
    }

    /** @param roundTripNanos 0 for {@link Kind#STRANGE} */
    record Verdict(Kind kind, int sequence, long roundTripNanos) {}

    /** Older probes are forgotten; at the shortest interval of 1 ms this is half a minute. */
    private static final int MAX_REMEMBERED = 32_768;

    private static final Verdict STRANGE = new Verdict(Kind.STRANGE, 0, 0);

    private static final class Sent {
        final long nanos;
        Fate fate = Fate.WAITED_FOR;

        Sent(long nanos) {
            this.nanos = nanos;
        }
    }

    private final EchoProbe probe;
    private final long timeoutNanos;
    private final Map<Integer, Sent> remembered = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Sent> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };
    private final RoundTrips roundTrips = new RoundTrips();
    private int sent;
    private int waitedFor;
    private int oldestWaitedFor = 1;
    private int doubles;

    Probing(EchoProbe probe, long timeoutNanos) {
        this.probe = probe;
        this.timeoutNanos = timeoutNanos;
    }

    /** Returns the next payload to send, number {@code sent() + 1}. */
    byte[] nextPayload() {
        return probe.payload(sent + 1);
    }

    void sent(long nanos) {
        sent++;
        waitedFor++;
        remembered.put(sent, new Sent(nanos));
    }

    /** Called when a datagram arrives; of several probes that look the same (short ones) it answers the newest. */
    Verdict arrived(byte[] payload, long nanos) {
        for (int sequence = sent; sequence > 0 && remembered.containsKey(sequence); sequence--) {
            if (probe.isEcho(payload, sequence)) {
                return arrived(sequence, remembered.get(sequence), nanos);
            }
        }
        return STRANGE;
    }

    /** Gives up the probes that have waited too long, and returns their numbers. */
    List<Integer> expire(long nanos) {
        List<Integer> lost = new ArrayList<>();
        while (nanosToExpiry(nanos) <= 0) {
            lost.add(giveUpOldest());
        }
        return lost;
    }

    /** Gives up the oldest probe without an answer, since nobody is there; returns its number, or 0 for none. */
    int refused(long nanos) {
        return nanosToExpiry(nanos) == Long.MAX_VALUE ? 0 : giveUpOldest();
    }

    /** Returns how long the oldest probe without an answer may still take; {@link Long#MAX_VALUE} if there is none. */
    long nanosToExpiry(long nanos) {
        while (oldestWaitedFor <= sent) {
            Sent oldest = remembered.get(oldestWaitedFor);
            if (oldest != null && oldest.fate == Fate.WAITED_FOR) {
                return oldest.nanos + timeoutNanos - nanos;
            }
            oldestWaitedFor++;
        }
        return Long.MAX_VALUE;
    }

    int sent() {
        return sent;
    }

    int waitedFor() {
        return waitedFor;
    }

    int answered() {
        return roundTrips.count();
    }

    int doubles() {
        return doubles;
    }

    RoundTrips roundTrips() {
        return roundTrips;
    }

    private int giveUpOldest() {
        remembered.get(oldestWaitedFor).fate = Fate.LOST;
        waitedFor--;
        return oldestWaitedFor;
    }

    private Verdict arrived(int sequence, Sent one, long nanos) {
        long roundTripNanos = nanos - one.nanos;
        Fate before = one.fate;
        one.fate = Fate.ANSWERED;
        if (before == Fate.ANSWERED) {
            doubles++;
            return new Verdict(Kind.DOUBLE, sequence, roundTripNanos);
        }
        roundTrips.add(roundTripNanos);
        if (before == Fate.LOST) {
            return new Verdict(Kind.LATE, sequence, roundTripNanos);
        }
        waitedFor--;
        return new Verdict(Kind.ANSWER, sequence, roundTripNanos);
    }
}
