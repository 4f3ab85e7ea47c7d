package paloma.audio.send;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Who gets parity: everybody if so configured, or those of our receivers that need it, and for a while after, so that it
 * does not come and go. Bounded, since reports can be forged. Is told the time, does no I/O. On the event loop.
 */
final class ParityChoice {
    static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int MAX_LISTENERS = 1_024;

    private final boolean always;
    private final boolean never;
    private final Map<InetSocketAddress, Long> until = new HashMap<>();
    private final Map<Listener, ParityNeed> needs = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Listener, ParityNeed> eldest) {
            return size() > MAX_LISTENERS;
        }
    };

    /**
     * A receiver that reports.
     *
     * @param peer the address that its sound is sent to: one of those that the sender was given
     */
    record Listener(InetSocketAddress peer, int ssrc) {}

    ParityChoice(Fec fec) {
        always = fec.always() && !fec.isOff();
        never = fec.isOff();
    }

    /** Called when a listener turns out to be one of our receivers; earlier reports do not count. */
    void isOurs(Listener listener) {
        if (!always && !never) {
            needs.computeIfAbsent(listener, one -> new ParityNeed());
        }
    }

    /** Called with how long a listener holds sound back. */
    void holds(Listener listener, long nanos) {
        ParityNeed need = needs.get(listener);
        if (need != null) {
            need.holds(nanos);
        }
    }

    /** Called with a report, as {@link ParityNeed#reported} is. */
    void reported(Listener listener, int highest, int lost, long tripNanos, long now) {
        ParityNeed need = needs.get(listener);
        if (need == null) {
            return;
        }
        need.reported(highest, lost, tripNanos);
        if (need.isThere(isFor(listener.peer(), now))) {
            until.put(listener.peer(), now + KEPT_NANOS);
        }
    }

    void left(Listener listener) {
        needs.remove(listener);
    }

    /** Returns whether anybody gets parity. */
    boolean isOn(long now) {
        if (!until.isEmpty()) { // asked for each packet: no lambda is made where there is nothing to remove
            until.values().removeIf(end -> end - now <= 0);
        }
        return always || !until.isEmpty();
    }

    boolean isFor(InetSocketAddress peer, long now) {
        Long end = until.get(peer);
        return always || (end != null && end - now > 0);
    }
}
