package paloma.transfer.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenProofTest {
    private static final byte[] SESAME = "sesame".getBytes(US_ASCII);

    private final Open open = (Open) Example.OPEN.message;

    @Test
    void isTheProofOfTheExample() {
        assertThat(OpenProof.isRight(open, SESAME)).isTrue();
        assertThat(OpenProof.isRight(open, "Sesame".getBytes(US_ASCII))).isFalse();
        assertThat(Sealed.encoded(OpenProof.proved(with(OpenProof.NONE), SESAME)))
                .isEqualTo(Example.OPEN.datagram());
    }

    @Test
    void isNotRightWhereThereIsNone() {
        assertThat(OpenProof.isRight(with(OpenProof.NONE), SESAME)).isFalse();
    }

    @Test
    void provesEveryBitInFrontOfIt() {
        byte[] bytes = Example.OPEN.datagram();
        int sound = 0;
        for (int bit = 8 * Wire.FRAME_BYTES; bit < 8 * (bytes.length - 1); bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            if (Sealed.decoded(Sealed.sealed(bytes)) instanceof Open changed) {
                sound++;
                assertThat(OpenProof.isRight(changed, SESAME)).as("bit %d", bit).isFalse();
            }
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(sound).isGreaterThan(500);
    }

    private Open with(byte[] proof) {
        return new Open(
                open.transfer(),
                open.cookie(),
                open.kind(),
                open.force(),
                open.recursive(),
                open.largestBytes(),
                open.facts(),
                open.credit(),
                open.limitKbit(),
                open.name(),
                open.held(),
                proof);
    }
}
