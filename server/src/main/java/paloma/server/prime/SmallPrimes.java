package paloma.server.prime;

import java.util.BitSet;

/** The sieve of Eratosthenes. */
final class SmallPrimes {
    private SmallPrimes() {}

    /** Returns the primes below {@code limit}, in order. */
    static int[] below(int limit) {
        BitSet primes = new BitSet(limit);
        primes.set(2, limit);
        for (int p = 2; (long) p * p < limit; p = primes.nextSetBit(p + 1)) {
            for (int multiple = p * p; multiple < limit; multiple += p) {
                primes.clear(multiple);
            }
        }
        return primes.stream().toArray();
    }
}
