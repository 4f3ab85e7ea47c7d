package paloma.server.prime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordPrimesTest {
    private static final int CERTAINTY = 100;
    private static final int SOME_CERTAINTY = 20;

    /** By trial division: another way than the sieve and the strong tests. */
    private static boolean hasNoDivisor(int n) {
        for (int d = 2; d * d <= n; d++) {
            if (n % d == 0) {
                return false;
            }
        }
        return n > 1;
    }

    @Test
    void agreesWithTrialDivisionBelowAHundredThousand() {
        assertThat(IntStream.range(0, 100_000).filter(WordPrimes::isPrime))
                .containsExactlyElementsOf(IntStream.range(0, 100_000)
                        .filter(WordPrimesTest::hasNoDivisor)
                        .boxed()
                        .toList());
    }

    @Test
    void sievesAllPrimesBelowTenThousand() {
        int[] primes =
                IntStream.range(0, 10_000).filter(WordPrimesTest::hasNoDivisor).toArray();
        assertThat(primes).hasSize(1_229);
        assertThat(SmallPrimes.below(10_000)).containsExactly(primes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4294967291", // the last below 2^32
                "4294967311", // the first above
                "2305843009213693951", // 2^61 - 1
                "9223372036854775783", // the last below 2^63
                "9223372036854775837", // the first above
                "18446744073709551533", // 2^64 - 83
                "18446744073709551557" // 2^64 - 59, the last below 2^64
            })
    void knowsLargePrimes(String prime) {
        assertThat(WordPrimes.isPrime(Long.parseUnsignedLong(prime))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1125899906842624", // 2^50
                "1125899906842623", // 2^50 - 1
                "9223372036854775807", // 2^63 - 1
                "9223372036854775808", // 2^63
                "18446744073709551615", // 2^64 - 1
                "18446744030759878681", // 4294967291^2
                "18446743979220271189" // 4294967279 * 4294967291
            })
    void knowsLargeComposites(String composite) {
        assertThat(WordPrimes.isPrime(Long.parseUnsignedLong(composite))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // Carmichael numbers (OEIS A002997), the last with factors above all trial division
        "561",
        "1105",
        "1729",
        "2465",
        "2821",
        "6601",
        "8911",
        "10585",
        "15841",
        "29341",
        "512461",
        "1024651",
        "3778118040573702001",
        // strong pseudoprimes to base 2 (A001262), the fourth and fifth are squares of Wieferich primes
        "2047",
        "3277",
        "4033",
        "1194649",
        "12327121",
        "15841",
        "8321",
        "42799",
        "90751",
        // the least strong pseudoprimes to the first 1 to 11 prime bases (A014233, Jaeschke 1993)
        "1373653",
        "25326001",
        "3215031751",
        "2152302898747",
        "3474749660383",
        "341550071728321",
        "3825123056546413051",
        // Lucas (A217120) and strong Lucas pseudoprimes (A217255)
        "323",
        "377",
        "1159",
        "5459",
        "5777",
        "10877",
        "16109",
        "18971"
    })
    void isNotDeceivedByPseudoprimes(long n) {
        assertThat(WordPrimes.isPrime(n)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isNotDeceivedByTheKindsOfProductThatMostPseudoprimesAre(long seed) {
        Random random = new Random(seed);
        int products = 0;
        while (products < 200) {
            long p = random.nextInt(1 << 30) + (1L << 20) | 1;
            long q = (p - 1) * (2 + random.nextInt(4)) + 1; // q - 1 a multiple of p - 1
            if (BigInteger.valueOf(p).isProbablePrime(CERTAINTY)
                    && BigInteger.valueOf(q).isProbablePrime(CERTAINTY)) {
                assertThat(WordPrimes.isPrime(p * q)).as("%d * %d", p, q).isFalse();
                products++;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 33, 48, 62, 63, 64})
    void agreesWithTheTestOfTheJdkOnRandomNumbers(int bits) {
        Random random = new Random(bits);
        for (int i = 0; i < 500; i++) {
            BigInteger n = new BigInteger(bits, random).setBit(bits - 1).setBit(0);
            assertThat(WordPrimes.isPrime(n.longValue())).as("%d", n).isEqualTo(n.isProbablePrime(CERTAINTY));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 63, 64})
    void agreesWithTheTestOfTheJdkNextToPowersOfTwo(int bits) {
        BigInteger power = BigInteger.ONE.shiftLeft(bits);
        for (int i = bits == 64 ? -1 : 200; i >= -400; i--) {
            BigInteger n = power.add(BigInteger.valueOf(i));
            assertThat(WordPrimes.isPrime(n.longValue())).as("%d", n).isEqualTo(n.isProbablePrime(CERTAINTY));
        }
    }

    private static boolean isLikelyPrime(long n) {
        return BigInteger.valueOf(n).isProbablePrime(SOME_CERTAINTY);
    }
}
