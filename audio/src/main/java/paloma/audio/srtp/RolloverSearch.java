package paloma.audio.srtp;

import java.util.concurrent.TimeUnit;

/**
 * Which roll-over counters are tried on packets of an SSRC that is new here, and how many: no packet tells its own, and who
 * joins late has not counted (RFC 3711, section 3.3.1). Only the right one makes a tag fit. Told the time.
 */
final class RolloverSearch {
    /** About 18 days of packets of 256 frames at 44.1 kHz; beyond them a report of the sender has to tell. */
    static final int MAX_ROLLOVERS = 4_096;

    /** What forged packets may cost: about a hundredth of a processor. */
    static final int TRIES_A_SECOND = 3_000;

    private static final double TRIES_A_NANO = (double) TRIES_A_SECOND / TimeUnit.SECONDS.toNanos(1);

    private double tries = TRIES_A_SECOND;
    private boolean begun;
    private long lastNanos;
    private int turn;

    /** Takes one try; returns whether there was one. */
    boolean take(long now) {
        if (begun) {
            tries = Math.min(TRIES_A_SECOND, tries + (now - lastNanos) * TRIES_A_NANO);
        }
        begun = true;
        lastNanos = now;
        if (tries < 1) {
            return false;
        }
        tries--;
        return true;
    }

    /** Returns the numbers from 1 to {@link #MAX_ROLLOVERS} in turn, over and over. */
    int next() {
        turn = turn % MAX_ROLLOVERS + 1;
        return turn;
    }
}
