package paloma.server.prime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MontgomeryTest {
    @ParameterizedTest
    @ValueSource(
            longs = {3, 5, 0x7fffffffL, 0xffffffffL, 0x100000001L, Long.MAX_VALUE, Long.MAX_VALUE + 2, -59, -3, -1})
    void agreesWithBigIntegerModuloUnsignedWords(long modulus) {
        BigInteger n = big(modulus);
        Montgomery field = new Montgomery(modulus);
        Random random = new Random(modulus);
        for (int i = 0; i < 200; i++) {
            long base = i == 0 ? -1 : random.nextLong();
            long exponent = i == 1 ? -1 : random.nextLong() >>> random.nextInt(63) | 1;
            assertThat(field.power(field.residue(base), exponent))
                    .as("%d ^ %d", base, exponent)
                    .isEqualTo(field.residue(big(base).modPow(big(exponent), n).longValue()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, Long.MAX_VALUE, -1})
    void standsForANumberByItsProductWithTheRadix(long modulus) {
        BigInteger n = big(modulus);
        Montgomery field = new Montgomery(modulus);
        for (long number : new long[] {0, 1, 2, modulus - 1, modulus, 1_795_265_022, -2}) {
            assertThat(field.residue(number))
                    .isEqualTo(big(number).shiftLeft(Long.SIZE).mod(n).longValue());
        }
        assertThat(field.one()).isEqualTo(field.residue(1));
        assertThat(field.minusOne()).isEqualTo(field.residue(modulus - 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 211, Long.MAX_VALUE, -59, -1})
    void invertsOddNumbersModuloAWord(long odd) {
        assertThat(odd * Montgomery.inverse(odd)).isEqualTo(1);
    }

    private static BigInteger big(long unsigned) {
        return new BigInteger(Long.toUnsignedString(unsigned));
    }
}
