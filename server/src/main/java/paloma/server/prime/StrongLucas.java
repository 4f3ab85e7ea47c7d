package paloma.server.prime;

import java.math.BigInteger;

/**
 * The strong Lucas test with Selfridge's parameters (Baillie and Wagstaff 1980, method A): D is the first of 5, -7, 9,
 * -11, ... whose Jacobi symbol (D/n) is -1, P = 1 and Q = (1 - D) / 4. With n + 1 = d * 2^s and odd d, a prime has
 * U(d) = 0 or V(d * 2^r) = 0 for an r below s, modulo n.
 */
final class StrongLucas {
    private final BigInteger n;
    private final BigInteger discriminant;
    private final BigInteger q;

    /** U(k), V(k) and Q^k modulo n for the k reached so far; the last keeps its sign, for Q = -1 it stays one bit. */
    private BigInteger u = BigInteger.ONE;

    private BigInteger v = BigInteger.ONE;
    private BigInteger power;

    private StrongLucas(BigInteger n, int discriminant) {
        this.n = n;
        this.discriminant = BigInteger.valueOf(discriminant);
        q = BigInteger.valueOf((1 - discriminant) / 4);
        power = q;
    }

    /** @param n odd, above 1 */
    static boolean passes(BigInteger n) {
        if (isSquare(n)) {
            return false; // there is no D to be found
        }
        int discriminant = 5;
        while (true) {
            int symbol = jacobi(discriminant, n);
            if (symbol < 0) {
                return new StrongLucas(n, discriminant).passes();
            }
            if (symbol == 0 && BigInteger.valueOf(Math.abs(discriminant)).compareTo(n) < 0) {
                return false; // a factor is found
            }
            discriminant = discriminant > 0 ? -(discriminant + 2) : -(discriminant - 2);
        }
    }

    private boolean passes() {
        BigInteger index = n.add(BigInteger.ONE);
        int twos = index.getLowestSetBit();
        climb(index.shiftRight(twos));
        if (u.signum() == 0 || v.signum() == 0) {
            return true;
        }
        for (int r = 1; r < twos; r++) {
            doubleIndex();
            if (v.signum() == 0) {
                return true;
            }
        }
        return false;
    }

    /** Goes from k = 1 to the index, by its bits from the second highest down. */
    private void climb(BigInteger index) {
        for (int bit = index.bitLength() - 2; bit >= 0; bit--) {
            doubleIndex();
            if (index.testBit(bit)) {
                raiseIndex();
            }
        }
    }

    /** U(2k) = U(k) V(k) and V(2k) = V(k)^2 - 2 Q^k. */
    private void doubleIndex() {
        u = u.multiply(v).mod(n);
        v = v.multiply(v).subtract(power.shiftLeft(1)).mod(n);
        power = power.multiply(power).remainder(n);
    }

    /** U(k + 1) = (P U(k) + V(k)) / 2 and V(k + 1) = (D U(k) + P V(k)) / 2, with P = 1. */
    private void raiseIndex() {
        BigInteger next = half(u.add(v));
        v = half(u.multiply(discriminant).add(v));
        u = next;
        power = power.multiply(q).remainder(n);
    }

    private BigInteger half(BigInteger x) {
        return (x.testBit(0) ? x.add(n) : x).shiftRight(1).mod(n);
    }

    private static boolean isSquare(BigInteger n) {
        return n.sqrtAndRemainder()[1].signum() == 0;
    }

    /** Returns the Jacobi symbol (a/n) for odd a and odd n above 0, by quadratic reciprocity. */
    static int jacobi(int a, BigInteger n) {
        boolean nIs3Modulo4 = n.testBit(1);
        int positive = Math.abs(a);
        boolean flips = nIs3Modulo4 && ((a < 0) ^ (positive % 4 == 3));
        int symbol = jacobi(n.mod(BigInteger.valueOf(positive)).intValue(), positive);
        return flips ? -symbol : symbol;
    }

    private static int jacobi(int numerator, int denominator) {
        int a = numerator;
        int n = denominator;
        int symbol = 1;
        while (a != 0) {
            int twos = Integer.numberOfTrailingZeros(a);
            a >>= twos;
            if (twos % 2 == 1 && (n % 8 == 3 || n % 8 == 5)) {
                symbol = -symbol;
            }
            if (a % 4 == 3 && n % 4 == 3) {
                symbol = -symbol;
            }
            int rest = n % a;
            n = a;
            a = rest;
        }
        return n == 1 ? symbol : 0;
    }
}
