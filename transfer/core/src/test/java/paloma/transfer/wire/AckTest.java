package paloma.transfer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ranges of acknowledgements, in the varints of RFC 9000, section 16 and appendix A.1. */
class AckTest {
    @Test
    void readsNumbersInEachLength() {
        assertThat(ranges("00 00 00 25", "01 25")).containsExactly(37, 0);
        assertThat(ranges("00 00 00 25", "01 40 25")).containsExactly(37, 0);
        assertThat(ranges("00 00 3b bd", "01 7b bd")).containsExactly(15_293, 0);
        assertThat(ranges("1d 7f 3e 7d", "01 9d 7f 3e 7d")).containsExactly(494_878_333, 0);
        assertThat(ranges("ff ff ff ff", "01 c0 00 00 00 ff ff ff ff")).containsExactly(-1, 0);
    }

    @Test
    void takesNothingBelowPacketZero() {
        assertThat(ranges("00 00 00 05", "01 05")).containsExactly(5, 0);
        assertThat(ranges("00 00 00 05", "01 06")).isNull();
        assertThat(ranges("00 00 00 05", "02 02 00 01")).containsExactly(5, 3, 1, 0);
        assertThat(ranges("00 00 00 05", "02 02 00 02")).isNull();
        assertThat(ranges("00 00 00 05", "02 02 02 00")).isNull();
        assertThat(ranges("00 00 00 05", "02 02 ff ff ff ff ff ff ff ff 00")).isNull();
        assertThat(ranges("ff ff ff ff", "01 ff ff ff ff ff ff ff ff")).isNull();
    }

    @Test
    void takesOneTo64Ranges() {
        assertThat(ranges("00 00 03 e8", "00")).isNull();
        assertThat(ranges("00 00 03 e8", "40 00 x 127")).hasSize(128);
        assertThat(ranges("00 00 03 e8", "41 00 x 129")).isNull();
        int[] tooMany = IntStream.range(0, 130).map(i -> 1_000 - 2 * (i / 2)).toArray();
        assertThatIllegalArgumentException().isThrownBy(() -> encoded(1_000, tooMany));
    }

    @Test
    void refusesToWriteRangesThatTouchOrAscend() {
        assertThat(encoded(9, 9, 8, 6, 6)).isNotEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> encoded(9));
        assertThatIllegalArgumentException().isThrownBy(() -> encoded(9, 8, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> encoded(9, 9, 8, 7, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> encoded(9, 9, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> encoded(9, 9, 9, 12, 12));
    }

    private static byte[] encoded(int largest, int... ranges) {
        return Layer.encode(new Ack(1, largest, 1, 1, ranges));
    }

    private static int[] ranges(String largest, String counted) {
        Ack ack = (Ack) Layer.FRAME.decode(Example.bytes("13 00 x 4 " + largest + " 00 x 8 " + counted));
        return ack == null ? null : ack.ranges();
    }
}
