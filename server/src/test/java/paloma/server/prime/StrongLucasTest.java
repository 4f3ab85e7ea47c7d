package paloma.server.prime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrongLucasTest {
    @Test
    void passesAllOddPrimesAndOfTheCompositesOnlyTheStrongLucasPseudoprimes() {
        int[] passed = IntStream.iterate(3, n -> n < 100_000, n -> n + 2)
                .filter(n -> StrongLucas.passes(BigInteger.valueOf(n)))
                .toArray();
        int[] primesAndPseudoprimes = IntStream.concat(
                        IntStream.of(SmallPrimes.below(100_000)).skip(1),
                        // OEIS A217255
                        IntStream.of(
                                5_459, 5_777, 10_877, 16_109, 18_971, 22_499, 24_569, 25_199, 40_309, 58_519, 75_077,
                                97_439))
                .sorted()
                .toArray();
        assertThat(passed).containsExactly(primesAndPseudoprimes);
    }

    @Test
    void endsOnSquaresForWhichThereIsNoDiscriminant() {
        assertThat(StrongLucas.passes(BigInteger.valueOf(1_093 * 1_093))).isFalse();
        assertThat(StrongLucas.passes(
                        BigInteger.TWO.pow(61).subtract(BigInteger.ONE).pow(2)))
                .isFalse();
    }

    @Test
    void findsTheJacobiSymbolThatEulersCriterionGives() {
        for (int p : SmallPrimes.below(200)) {
            for (int a = 3; a < 400 && p > 2; a += 2) {
                assertThat(StrongLucas.jacobi(a, BigInteger.valueOf(p))).isEqualTo(euler(a, p));
                assertThat(StrongLucas.jacobi(-a, BigInteger.valueOf(p))).isEqualTo(euler(-a, p));
            }
        }
    }

    @Test
    void multipliesTheJacobiSymbolsOfTheFactors() {
        for (int a = -301; a < 301; a += 2) {
            int expected = euler(a, 3) * euler(a, 7) * euler(a, 101);
            if (Math.abs(a) > 1) {
                assertThat(StrongLucas.jacobi(a, BigInteger.valueOf(3 * 7 * 101)))
                        .isEqualTo(expected);
            }
        }
    }

    /** a^((p - 1) / 2) modulo an odd prime p is 0, 1 or -1: the Legendre symbol. */
    private static int euler(int a, int p) {
        BigInteger modulus = BigInteger.valueOf(p);
        int power = BigInteger.valueOf(a)
                .mod(modulus)
                .modPow(BigInteger.valueOf((p - 1) / 2), modulus)
                .intValue();
        return power == p - 1 ? -1 : power;
    }
}
