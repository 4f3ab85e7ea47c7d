package paloma.server.prime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BailliePswTest {
    private static final int CERTAINTY = 100;
    private static final BigInteger ONE = BigInteger.ONE;
    private static final BigInteger TWO = BigInteger.TWO;

    /** F. Arnault, "Constructing Carmichael numbers which are strong pseudoprimes to several bases" (1995). */
    private static final BigInteger ARNAULT_FACTOR =
            new BigInteger("296744956686855105501541746429053327307719917998530433"
                    + "50995075531276838753171770199594238596428121188033664754218345562493168782883");

    @ParameterizedTest
    @ValueSource(ints = {89, 107, 127, 521, 607, 1_279, 2_203, 4_423})
    void knowsMersennePrimes(int exponent) {
        assertThat(isPrime(TWO.pow(exponent).subtract(ONE))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {67, 101, 103, 109, 257, 1_277})
    void knowsMersenneNumbersThatAreComposite(int exponent) {
        assertThat(isPrime(TWO.pow(exponent).subtract(ONE))).isFalse();
    }

    @Test
    void knowsThePrimesNextToPowers() {
        assertThat(isPrime(TWO.pow(64).add(BigInteger.valueOf(13)))).isTrue();
        assertThat(isPrime(BigInteger.TEN.pow(99).add(BigInteger.valueOf(289)))).isTrue();
        assertThat(isPrime(BigInteger.TEN.pow(999).add(BigInteger.valueOf(7)))).isTrue();
        for (int i = 0; i < 13; i++) {
            assertThat(isPrime(TWO.pow(64).add(BigInteger.valueOf(i)))).isFalse();
        }
    }

    @Test
    void passesOneBaseTwoPseudoprimeAfterTheOtherToTheLucasTest() {
        for (int n : new int[] {2_047, 3_277, 4_033, 4_681, 8_321, 15_841, 29_341, 42_799, 49_141, 52_633}) {
            assertThat(BailliePsw.passesStrongTest(BigInteger.valueOf(n))).isTrue();
            assertThat(StrongLucas.passes(BigInteger.valueOf(n))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = { // the least strong pseudoprimes to the first 12 and 13 prime bases (OEIS A014233)
                "318665857834031151167461",
                "3317044064679887385961981"
            })
    void isNotDeceivedByStrongPseudoprimes(String n) {
        assertThat(BailliePsw.passesStrongTest(new BigInteger(n))).isTrue();
        assertThat(isPrime(new BigInteger(n))).isFalse();
    }

    @Test
    void isNotDeceivedByArnaultsNumberThatPassesAllPrimeBasesBelow307() {
        BigInteger less = ARNAULT_FACTOR.subtract(ONE);
        BigInteger n = ARNAULT_FACTOR
                .multiply(less.multiply(BigInteger.valueOf(313)).add(ONE))
                .multiply(less.multiply(BigInteger.valueOf(353)).add(ONE));
        assertThat(n.toString()).hasSize(397);
        assertThat(BailliePsw.passesStrongTest(n)).isTrue();
        assertThat(isPrime(n)).isFalse();
    }

    @Test
    void isNotDeceivedByCarmichaelNumbersAboveAWord() {
        int found = 0;
        for (long k = 1_000_000; found < 20; k++) { // (6k + 1)(12k + 1)(18k + 1), J. Chernick 1939
            BigInteger p = BigInteger.valueOf(6 * k + 1);
            BigInteger q = BigInteger.valueOf(12 * k + 1);
            BigInteger r = BigInteger.valueOf(18 * k + 1);
            if (p.isProbablePrime(20) && q.isProbablePrime(20) && r.isProbablePrime(20)) {
                assertThat(isPrime(p.multiply(q).multiply(r))).as("k = %d", k).isFalse();
                found++;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 64, 100, 256, 512})
    void knowsProductsAndSquaresOfLargePrimes(int bits) {
        Random random = new Random(bits);
        for (int i = 0; i < 10; i++) {
            BigInteger p = BigInteger.probablePrime(bits, random);
            BigInteger q = BigInteger.probablePrime(bits, random);
            assertThat(isPrime(p)).isTrue();
            assertThat(isPrime(p.multiply(q))).as("%d * %d", p, q).isFalse();
            assertThat(isPrime(p.multiply(p))).as("%d squared", p).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 63, 64, 65, 127, 128, 192, 256})
    void agreesWithTheTestOfTheJdkOnRandomNumbers(int bits) {
        Random random = new Random(bits);
        for (int i = 0; i < 200; i++) {
            BigInteger n = new BigInteger(bits, random).setBit(bits - 1).setBit(0);
            assertThat(isPrime(n)).as("%d", n).isEqualTo(n.isProbablePrime(CERTAINTY));
        }
    }

    @Test
    void agreesWithTheExactTestBelowAWord() {
        Random random = new Random(64);
        for (int i = 0; i < 2_000; i++) {
            BigInteger n = new BigInteger(64, random).setBit(30);
            assertThat(isPrime(n)).as("%d", n).isEqualTo(WordPrimes.isPrime(n.longValue()));
        }
    }

    private static boolean isPrime(BigInteger n) {
        return BailliePsw.isProbablePrime(n);
    }
}
