package paloma.server.prime;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The Baillie-PSW test: trial division, the strong test to base 2, and the strong Lucas test with Selfridge's
 * parameters (R. Baillie and S. S. Wagstaff Jr., "Lucas pseudoprimes", Mathematics of Computation 35 (1980)). No
 * composite is known that passes, and below 2^64 there is none. It draws no random numbers: one question always has
 * one answer, which {@link BigInteger#isProbablePrime} does not promise, whose Lucas test is also not the strong one.
 */
final class BailliePsw {
    private static final BigInteger TWO = BigInteger.TWO;

    /** One odd number in eight has no prime factor below (Mertens' third theorem) and needs the strong test. */
    private static final int TRIAL_LIMIT = 5_000;

    /** A trial costs as much as n is long, a strong test the cube of that: short numbers take fewer trials. */
    private static final int BITS_PER_TRIAL = 8;

    /** Products of small primes, each below 2^31, so that one division tries several of them. */
    private static final List<BigInteger> TRIALS = trials();

    private BailliePsw() {}

    /**
     * Takes a time that grows with the cube of the digits.
     *
     * @param n above {@value #TRIAL_LIMIT}
     */
    static boolean isProbablePrime(BigInteger n) {
        return !hasSmallFactor(n) && passesStrongTest(n) && StrongLucas.passes(n);
    }

    private static boolean hasSmallFactor(BigInteger n) {
        if (!n.testBit(0)) {
            return true;
        }
        int trials = Math.min(TRIALS.size(), n.bitLength() / BITS_PER_TRIAL);
        for (BigInteger trial : TRIALS.subList(0, trials)) {
            if (!n.mod(trial).gcd(trial).equals(BigInteger.ONE)) {
                return true;
            }
        }
        return false;
    }

    /** The strong test (Miller-Rabin) to base 2 of an odd number above 1. */
    static boolean passesStrongTest(BigInteger n) {
        BigInteger minusOne = n.subtract(BigInteger.ONE);
        int twos = minusOne.getLowestSetBit();
        BigInteger power = TWO.modPow(minusOne.shiftRight(twos), n);
        if (power.equals(BigInteger.ONE) || power.equals(minusOne)) {
            return true;
        }
        for (int r = 1; r < twos; r++) {
            power = power.multiply(power).mod(n);
            if (power.equals(minusOne)) {
                return true;
            }
        }
        return false;
    }

    private static List<BigInteger> trials() {
        List<BigInteger> trials = new ArrayList<>();
        long product = 1;
        for (int p : SmallPrimes.below(TRIAL_LIMIT)) {
            if (product * p > Integer.MAX_VALUE) {
                trials.add(BigInteger.valueOf(product));
                product = 1;
            }
            product *= p;
        }
        trials.add(BigInteger.valueOf(product));
        return List.copyOf(trials);
    }
}
