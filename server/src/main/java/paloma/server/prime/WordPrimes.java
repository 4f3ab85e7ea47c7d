package paloma.server.prime;

/**
 * Decides exactly whether an unsigned word is prime, in some microseconds and without memory worth a word: trial
 * division, then the strong test (Miller-Rabin) to seven bases. No composite below 2^64 passes all seven: found by Jim
 * Sinclair in 2011 and checked against Jan Feitsma's list of all pseudoprimes to base 2 below 2^64 (2009).
 */
final class WordPrimes {
    private static final long[] BASES = {2, 325, 9_375, 28_178, 450_775, 9_780_504, 1_795_265_022};

    private static final int TRIAL_LIMIT = 212;
    private static final int[] ODD_PRIMES =
            java.util.Arrays.stream(SmallPrimes.below(TRIAL_LIMIT)).skip(1).toArray();
    private static final long[] INVERSES = new long[ODD_PRIMES.length];
    private static final long[] QUOTIENTS = new long[ODD_PRIMES.length];

    static {
        for (int i = 0; i < ODD_PRIMES.length; i++) {
            INVERSES[i] = Montgomery.inverse(ODD_PRIMES[i]);
            QUOTIENTS[i] = Long.divideUnsigned(-1L, ODD_PRIMES[i]);
        }
    }

    private WordPrimes() {}

    /** @param n unsigned */
    static boolean isPrime(long n) {
        if ((n & 1) == 0) {
            return n == 2;
        }
        for (int i = 0; i < ODD_PRIMES.length; i++) {
            if (isMultiple(n, i)) {
                return n == ODD_PRIMES[i];
            }
        }
        if (Long.compareUnsigned(n, TRIAL_LIMIT * TRIAL_LIMIT) < 0) {
            return n > 1;
        }
        return passesStrongTests(n);
    }

    /**
     * Divides without a division: n times the inverse of p modulo 2^64 is at most (2^64 - 1) / p just when p divides n
     * (T. Granlund and P. L. Montgomery, "Division by invariant integers using multiplication", 1994, section 9).
     */
    private static boolean isMultiple(long n, int i) {
        return Long.compareUnsigned(n * INVERSES[i], QUOTIENTS[i]) <= 0;
    }

    private static boolean passesStrongTests(long n) {
        Montgomery field = new Montgomery(n);
        for (long base : BASES) {
            if (!passesStrongTest(field, n, base)) {
                return false;
            }
        }
        return true;
    }

    /** With n - 1 = d * 2^s and odd d: base^d is 1, or base^(d * 2^r) is -1 for an r below s. */
    private static boolean passesStrongTest(Montgomery field, long n, long base) {
        long residue = field.residue(base);
        if (residue == 0) {
            return true;
        }
        int twos = Long.numberOfTrailingZeros(n - 1);
        long power = field.power(residue, n - 1 >>> twos);
        if (power == field.one() || power == field.minusOne()) {
            return true;
        }
        for (int r = 1; r < twos; r++) {
            power = field.multiply(power, power);
            if (power == field.minusOne()) {
                return true;
            }
        }
        return false;
    }
}
