package paloma.transfer;

import java.lang.reflect.Array;

/**
 * What is remembered of each packet that was sent, by packet number, until its fate is settled. A number is never used
 * twice (RFC 9000, section 12.3); what a lost packet carried leaves again under a new one.
 */
final class SentPackets {
    /** Half a million packets of 1,472 bytes are 770 MB on the way: 10 Gbit/s for 600 ms. */
    static final int MAX_OUTSTANDING = 1 << 19;

    static final byte IN_FLIGHT = 1;
    static final byte LOST = 2;
    static final byte SETTLED = 3;

    /** A number that no packet of the file had: nobody can have received it. */
    static final byte SKIPPED = 4;

    /** Two round rtt of most paths; a power of two, doubled when it is full. */
    private static final int INITIAL_CAPACITY = 1_024;

    private int mask = INITIAL_CAPACITY - 1;
    private long[] sentNanos = new long[mask + 1];
    private Piece[] piece = new Piece[mask + 1];
    private int[] bytes = new int[mask + 1];
    private byte[] state = new byte[mask + 1];
    private long[] delivered = new long[mask + 1];
    private long next;
    private long lowest;
    private long largestAcked = -1;
    private long largestAckedSentNanos;
    private final Macroflow flow;
    private long inFlightBytes;
    private long deliveredBytes;
    private int skipped;

    /** @param flow that they are part of */
    SentPackets(Macroflow flow) {
        this.flow = flow;
    }

    /** Returns the number that the next packet will have. */
    long next() {
        return next;
    }

    /** Returns the lowest number whose fate is not settled, or {@link #next()}. */
    long lowest() {
        return lowest;
    }

    /** Returns the largest number that was acknowledged, or -1. */
    long largestAcked() {
        return largestAcked;
    }

    long largestAckedSentNanos() {
        return largestAckedSentNanos;
    }

    /** Returns the bytes of all datagrams that are neither acknowledged nor lost (RFC 9002, appendix B.2). */
    long inFlightBytes() {
        return inFlightBytes;
    }

    /** Returns the bytes of all datagrams that are known to have arrived. */
    long deliveredBytes() {
        return deliveredBytes;
    }

    /** Returns the number that is meant by its low 32 bits, which the wire carries: one near those that were sent. */
    long unwrap(int number) {
        return next + (number - (int) next);
    }

    boolean hasSent(long number) {
        return number >= 0 && number < next;
    }

    boolean isFull() {
        return next - lowest >= MAX_OUTSTANDING;
    }

    /** Returns how many numbers were skipped. */
    int skipped() {
        return skipped;
    }

    /** Called when a packet leaves under the number {@link #next}. */
    void add(long now, Piece carried, int datagramBytes) {
        append(now, carried, datagramBytes, IN_FLIGHT);
        inFlightBytes += datagramBytes;
        flow.sent(datagramBytes);
    }

    /** Skips all numbers below this one. */
    void skipTo(long number, long now) {
        while (next < number) {
            append(now, null, 0, SKIPPED);
            skipped++;
        }
    }

    private void append(long now, Piece carried, int datagramBytes, byte as) {
        if (next - lowest > mask) {
            grow();
        }
        int i = (int) next & mask;
        sentNanos[i] = now;
        piece[i] = carried;
        bytes[i] = datagramBytes;
        state[i] = as;
        delivered[i] = flow.deliveredBytes();
        next++;
    }

    long sentNanos(long number) {
        return sentNanos[(int) number & mask];
    }

    /** Returns what a packet carries whose fate is not settled, or was settled just now. */
    Piece piece(long number) {
        return piece[(int) number & mask];
    }

    int bytes(long number) {
        return bytes[(int) number & mask];
    }

    byte state(long number) {
        return state[(int) number & mask];
    }

    /** Returns how many bytes of the whole flow were known to be delivered when this packet left. */
    long delivered(long number) {
        return delivered[(int) number & mask];
    }

    boolean isInFlight(long number) {
        return state(number) == IN_FLIGHT;
    }

    /** Called when a packet that was in flight is lost. */
    void lost(long number) {
        state[(int) number & mask] = LOST;
        landed(bytes(number));
    }

    /**
     * Called when a packet has arrived, though it may have been taken for lost.
     *
     * @param ageNanos the time from its leaving to its acknowledgement
     */
    void settled(long number, long ageNanos) {
        int i = (int) number & mask;
        landed(state[i] == IN_FLIGHT ? bytes[i] : 0);
        deliveredBytes += bytes[i];
        flow.delivered(bytes[i]);
        if (number > largestAcked) {
            largestAcked = number;
            largestAckedSentNanos = sentNanos[i];
        }
        state[i] = SETTLED;
        sentNanos[i] = ageNanos;
    }

    /** Called when no acknowledgement will be taken any more. */
    void abandon() {
        landed(inFlightBytes);
    }

    private void landed(long datagramBytes) {
        inFlightBytes -= datagramBytes;
        flow.landed(datagramBytes);
    }

    /** Returns the time from a settled packet's leaving to its acknowledgement. */
    long ageNanos(long number) {
        return sentNanos[(int) number & mask];
    }

    /** Forgets settled packets, and lost and skipped ones that left before {@code nanos}: no acknowledgement of them is expected any more. */
    void forgetBefore(long nanos) {
        while (lowest < next) {
            int i = (int) lowest & mask;
            boolean over = state[i] == SETTLED || (state[i] != IN_FLIGHT && sentNanos[i] - nanos < 0);
            if (!over) {
                return;
            }
            piece[i] = null;
            lowest++;
        }
    }

    private void grow() {
        int wider = 2 * (mask + 1);
        sentNanos = twice(sentNanos, new long[wider]);
        piece = twice(piece, new Piece[wider]);
        bytes = twice(bytes, new int[wider]);
        state = twice(state, new byte[wider]);
        delivered = twice(delivered, new long[wider]);
        mask = wider - 1;
    }

    /** The ring is full, so with a copy of it in each half every packet stands where its number says. */
    private static <T> T twice(T ring, T wider) {
        int length = Array.getLength(ring);
        System.arraycopy(ring, 0, wider, 0, length);
        System.arraycopy(ring, 0, wider, length, length);
        return wider;
    }
}
