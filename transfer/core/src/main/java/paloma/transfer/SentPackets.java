package paloma.transfer;

import java.util.Arrays;

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

    private int mask = 1023;
    private long[] sentNanos = new long[mask + 1];
    private long[] subject = new long[mask + 1];
    private int[] length = new int[mask + 1];
    private int[] bytes = new int[mask + 1];
    private byte[] state = new byte[mask + 1];
    private long[] delivered = new long[mask + 1];
    private long next;
    private long lowest;
    private long largestAcked = -1;
    private long largestAckedSentNanos;
    private long inFlightBytes;
    private long deliveredBytes;

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

    /**
     * @param about what it carries: a file offset, or the index of a chunk whose hash it carries
     * @param count bytes of the file if positive, minus the number of hashes if negative, 0 for a probe
     */
    void add(long now, long about, int count, int datagramBytes) {
        if (next - lowest > mask) {
            grow();
        }
        int i = (int) next & mask;
        sentNanos[i] = now;
        subject[i] = about;
        length[i] = count;
        bytes[i] = datagramBytes;
        state[i] = IN_FLIGHT;
        delivered[i] = deliveredBytes;
        next++;
        inFlightBytes += datagramBytes;
    }

    long sentNanos(long number) {
        return sentNanos[(int) number & mask];
    }

    long subject(long number) {
        return subject[(int) number & mask];
    }

    int length(long number) {
        return length[(int) number & mask];
    }

    int bytes(long number) {
        return bytes[(int) number & mask];
    }

    byte state(long number) {
        return state[(int) number & mask];
    }

    /** Returns how many bytes were known to be delivered when this packet left. */
    long delivered(long number) {
        return delivered[(int) number & mask];
    }

    boolean isInFlight(long number) {
        return state(number) == IN_FLIGHT;
    }

    /** Called when a packet that was in flight is lost. */
    void lost(long number) {
        state[(int) number & mask] = LOST;
        inFlightBytes -= bytes(number);
    }

    /**
     * Called when a packet has arrived, though it may have been taken for lost.
     *
     * @param ageNanos the time from its leaving to the word of its arrival
     */
    void settled(long number, long ageNanos) {
        int i = (int) number & mask;
        inFlightBytes -= state[i] == IN_FLIGHT ? bytes[i] : 0;
        deliveredBytes += bytes[i];
        if (number > largestAcked) {
            largestAcked = number;
            largestAckedSentNanos = sentNanos[i];
        }
        state[i] = SETTLED;
        sentNanos[i] = ageNanos;
    }

    /** Returns the time from a settled packet's leaving to the word of its arrival. */
    long ageNanos(long number) {
        return sentNanos[(int) number & mask];
    }

    /** Forgets settled packets, and lost ones that left before {@code nanos}: no late word of them is waited for. */
    void forgetBefore(long nanos) {
        while (lowest < next) {
            int i = (int) lowest & mask;
            boolean over = state[i] == SETTLED || (state[i] == LOST && sentNanos[i] - nanos < 0);
            if (!over) {
                return;
            }
            lowest++;
        }
    }

    private void grow() {
        int old = mask + 1;
        int wider = 2 * old;
        sentNanos = widen(sentNanos, old);
        subject = widen(subject, old);
        delivered = widen(delivered, old);
        int[] lengths = new int[wider];
        int[] sizes = new int[wider];
        byte[] states = new byte[wider];
        for (long n = lowest; n < next; n++) {
            int to = (int) n & (wider - 1);
            int at = (int) n & mask;
            lengths[to] = length[at];
            sizes[to] = bytes[at];
            states[to] = state[at];
        }
        length = lengths;
        bytes = sizes;
        state = states;
        mask = wider - 1;
    }

    private long[] widen(long[] values, int old) {
        long[] wide = Arrays.copyOf(values, 2 * old);
        for (long n = lowest; n < next; n++) {
            wide[(int) n & (2 * old - 1)] = values[(int) n & (old - 1)];
        }
        return wide;
    }
}
