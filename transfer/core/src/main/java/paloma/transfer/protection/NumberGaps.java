package paloma.transfer.protection;

import java.security.SecureRandom;

/**
 * Which packet numbers are left out, at random, so that a receiver that acknowledges what it has not seen gives itself
 * away (RFC 9000, section 21.4): the first among the first hundred, then ever more seldom, as each one is a range more
 * in the acknowledgements.
 */
final class NumberGaps {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int FIRST_AT_MOST = 64;
    private static final int LONGEST_PERIOD = 1 << 14;

    private int period = FIRST_AT_MOST;
    private long at = 8 + RANDOM.nextInt(FIRST_AT_MOST);

    /** Returns whether this number is to be left out; told each number that is about to be used. */
    boolean isAt(long number) {
        if (number < at) {
            return false;
        }
        period = Math.min(2 * period, LONGEST_PERIOD);
        at = number + period / 2 + RANDOM.nextInt(period);
        return true;
    }
}
