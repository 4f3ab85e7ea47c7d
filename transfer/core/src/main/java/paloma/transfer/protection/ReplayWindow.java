package paloma.transfer.protection;

import java.util.Arrays;

/** Which of the latest packet numbers have been opened (RFC 4303, section 3.4.3): a bit for each, in a ring. */
final class ReplayWindow {
    /** Half a second of the fastest transfer; what was overtaken by so many is lost. */
    static final int NUMBERS = 1 << 16;

    private static final int MASK = NUMBERS - 1;

    private final long[] opened = new long[NUMBERS / Long.SIZE];
    private long largest = -1;

    /** Returns the largest number, or -1. */
    long largest() {
        return largest;
    }

    /** Returns the number whose low 32 bits these are, near those that are expected next (RFC 9000, appendix A.3). */
    long unwrap(int low) {
        long expected = largest + 1;
        long number = expected + (low - (int) expected);
        return number < 0 ? number + (1L << Integer.SIZE) : number;
    }

    boolean isNew(long number) {
        return number > largest || number > largest - NUMBERS && (word(number) & bit(number)) == 0;
    }

    void add(long number) {
        if (number - largest >= NUMBERS) {
            Arrays.fill(opened, 0);
            largest = number;
        }
        while (largest < number) {
            largest++;
            opened[index(largest)] &= ~bit(largest);
        }
        opened[index(number)] |= bit(number);
    }

    private long word(long number) {
        return opened[index(number)];
    }

    private static int index(long number) {
        return ((int) number & MASK) / Long.SIZE;
    }

    private static long bit(long number) {
        return 1L << number;
    }
}
