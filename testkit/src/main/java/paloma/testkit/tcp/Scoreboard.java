package paloma.testkit.tcp;

import java.util.ArrayDeque;
import java.util.Deque;

/** What became of each segment, as selective acknowledgements tell (RFC 2018), and which ones are lost (RFC 8985). */
final class Scoreboard {
    private static final byte IN_FLIGHT = 1;
    private static final byte LOST = 2;
    private static final byte DELIVERED = 3;

    /** Segments and transmissions that are remembered; a window is a fraction of that. */
    static final int CAPACITY = 1 << 15;

    private static final int MASK = CAPACITY - 1;
    private static final int DUPLICATES = 3; // RFC 8985, section 3.3.1: DupThresh

    private final byte[] state = new byte[CAPACITY];
    private final long[] lastTransmission = new long[CAPACITY];
    private final long[] segmentOf = new long[CAPACITY];
    private final Deque<Long> lost = new ArrayDeque<>();
    private long unacknowledged;
    private long next;
    private long transmissions;
    private long oldest;
    private long newestDelivered = -1;
    private int inFlight;
    private int selective;

    long next() {
        return next;
    }

    long unacknowledged() {
        return unacknowledged;
    }

    int inFlight() {
        return inFlight;
    }

    boolean isFull() {
        return next - unacknowledged >= CAPACITY / 2 || transmissions - oldest >= CAPACITY / 2;
    }

    /** Returns the segment that is to leave next, a lost one first, and takes it to be in flight. */
    long send() {
        Long again = lost.poll();
        while (again != null && (again < unacknowledged || state[index(again)] != LOST)) {
            again = lost.poll();
        }
        long segment = again == null ? next++ : again;
        state[index(segment)] = IN_FLIGHT;
        lastTransmission[index(segment)] = transmissions;
        segmentOf[index(transmissions++)] = segment;
        inFlight++;
        return segment;
    }

    /** Returns the number of the last transmission. */
    long transmission() {
        return transmissions - 1;
    }

    /**
     * Takes an acknowledgement.
     *
     * @param transmission that brought it about
     * @return how many segments are delivered that were not
     */
    int acknowledge(long cumulative, long low, long high, long transmission) {
        newestDelivered = Math.max(newestDelivered, transmission);
        int delivered = 0;
        for (; unacknowledged < cumulative; unacknowledged++) {
            delivered += deliver(unacknowledged);
            selective -= 1;
        }
        for (long segment = Math.max(low, unacknowledged); segment < high; segment++) {
            delivered += deliver(segment);
        }
        return delivered;
    }

    private int deliver(long segment) {
        if (state[index(segment)] == DELIVERED) {
            return 0;
        }
        inFlight -= state[index(segment)] == IN_FLIGHT ? 1 : 0;
        state[index(segment)] = DELIVERED;
        selective++;
        return 1;
    }

    /** Returns how many segments are newly lost: those that left before one that has arrived. */
    int detectLosses(boolean isRecovering) {
        int found = 0;
        for (; oldest < newestDelivered; oldest++) {
            long segment = segmentOf[index(oldest)];
            boolean isMissing = segment >= unacknowledged
                    && state[index(segment)] == IN_FLIGHT
                    && lastTransmission[index(segment)] == oldest;
            if (isMissing && !isRecovering && selective < DUPLICATES) {
                return found;
            }
            found += isMissing ? lose(segment) : 0;
        }
        return found;
    }

    /** All that is in flight is taken for lost (RFC 6298, section 5; RFC 8985, section 6.3). */
    void loseAll() {
        for (long segment = unacknowledged; segment < next; segment++) {
            if (state[index(segment)] == IN_FLIGHT) {
                lose(segment);
            }
        }
        oldest = transmissions;
    }

    private int lose(long segment) {
        state[index(segment)] = LOST;
        lost.add(segment);
        inFlight--;
        return 1;
    }

    private static int index(long number) {
        return (int) (number & MASK);
    }
}
