package paloma.audio.receive;

import paloma.audio.rtp.Sequence;

/**
 * Extends the wire's 16-bit sequence numbers, and tells packets that were lost from a sender that numbers anew: two in
 * sequence beyond a jump do (RFC 3550, appendix A.1). Ours then go on where they were, so nothing in between is missing.
 */
final class SequenceNumbers {
    /** A number that is so far ahead or behind belongs to no loss and to no late packet. */
    static final int MAX_DROPOUT = 3_000;

    /** A smaller jump counts as one if the timestamps do not jump with it. */
    static final int MAX_MISORDER = 100;

    private static final int NONE = -1;

    /** What ours are ahead of the wire's, turns included. */
    private long shift;

    /** The first of ours under that shift. */
    private long first = Long.MIN_VALUE;

    private int expected = NONE;

    /** Returns the number nearest to the highest one so far. */
    long of(int wire, long highest) {
        return Sequence.extend16(highest - shift, wire) + shift;
    }

    /** Returns the wire's low 16 bits. */
    int wire(long number) {
        return (int) (number - shift) & 0xFFFF;
    }

    /** Returns the wire's number with its turns, as far as it had none anew. */
    long extended(long number) {
        return number - shift;
    }

    /** Returns whether the wire had that number since it was last numbered anew, so that it can be asked for. */
    boolean isKnown(long number) {
        return number >= first;
    }

    /**
     * Returns whether a packet is so far from the highest that none between can be missing.
     *
     * @param ahead by its number
     * @param aheadFrames by its timestamp
     */
    static boolean isJump(long ahead, long aheadFrames, int frames) {
        boolean isFar = Math.abs(ahead) >= MAX_DROPOUT;
        boolean onlyNumbersLeap = ahead > MAX_MISORDER && aheadFrames < ahead * frames / 2;
        boolean onlyNumbersStepBack = ahead < -MAX_MISORDER && aheadFrames > 0;
        return isFar || onlyNumbersLeap || onlyNumbersStepBack;
    }

    /** Called with a packet that is such a jump; returns whether it follows the one before, so that the sender numbers anew. */
    boolean isSecond(int wire) {
        boolean follows = wire == expected;
        expected = follows ? NONE : wire + 1 & 0xFFFF;
        return follows;
    }

    /** Has the wire's number be {@code number} from now on. */
    void renumber(int wire, long number) {
        shift = number - Sequence.extend16(number - shift, wire);
        first = number;
    }
}
