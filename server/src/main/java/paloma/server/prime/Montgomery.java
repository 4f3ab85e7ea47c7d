package paloma.server.prime;

/**
 * Arithmetic modulo an odd number below 2^64 (unsigned) without division: P. L. Montgomery, "Modular multiplication
 * without trial division", Mathematics of Computation 44 (1985). A residue x stands for x * 2^64 modulo the number and
 * is always fully reduced, so that equal residues are equal words.
 */
final class Montgomery {
    private final long modulus;
    private final long inverse;
    private final long one;

    /** 2^128 modulo the number: what turns a plain number into a residue. */
    private final long square;

    Montgomery(long oddModulus) {
        modulus = oddModulus;
        inverse = inverse(oddModulus);
        one = Long.remainderUnsigned(-oddModulus, oddModulus);
        long power = add(one, one);
        for (int exponent = 1; exponent < Long.SIZE; exponent *= 2) {
            power = multiply(power, power);
        }
        square = power;
    }

    /** Returns the inverse of an odd number modulo 2^64, by Newton's iteration: each step doubles the bits that are right. */
    static long inverse(long odd) {
        long x = odd * 3 ^ 2; // right in 5 bits
        for (int bits = 5; bits < Long.SIZE; bits *= 2) {
            x *= 2 - odd * x;
        }
        return x;
    }

    long one() {
        return one;
    }

    long minusOne() {
        return modulus - one;
    }

    long residue(long number) {
        return multiply(Long.remainderUnsigned(number, modulus), square);
    }

    long multiply(long a, long b) {
        long high = multiplyHigh(a, b);
        long excess = multiplyHigh(a * b * inverse, modulus);
        return high - excess + (modulus & borrowMask(high, excess));
    }

    /**
     * Returns all ones where {@code a < b} as unsigned words, and else 0, without a branch: it would be taken at random
     * and cost a quarter of the time (H. S. Warren, "Hacker's Delight", 2nd edition, section 2-13).
     */
    private static long borrowMask(long a, long b) {
        return ((~a & b) | ((~a | b) & (a - b))) >> Long.SIZE - 1;
    }

    /** @param exponent 1 or more, unsigned */
    long power(long base, long exponent) {
        long result = base;
        for (int bit = Long.SIZE - 2 - Long.numberOfLeadingZeros(exponent); bit >= 0; bit--) {
            result = multiply(result, result);
            if ((exponent >>> bit & 1) != 0) {
                result = multiply(result, base);
            }
        }
        return result;
    }

    private long add(long a, long b) {
        long room = modulus - b;
        return Long.compareUnsigned(a, room) >= 0 ? a - room : a + b;
    }

    /** Returns the upper half of the unsigned product; {@link Math#multiplyHigh} takes its factors as signed. */
    private static long multiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
    }
}
