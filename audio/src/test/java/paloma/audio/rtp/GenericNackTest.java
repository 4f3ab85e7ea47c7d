package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import paloma.audio.rtp.GenericNack.Loss;

class GenericNackTest {
    private static GenericNack nack(int... sequences) {
        return GenericNack.of(1, 2, sequences);
    }

    @Test
    void asksForSeventeenInOneLoss() {
        int[] seventeen = new int[17];
        for (int i = 0; i < seventeen.length; i++) {
            seventeen[i] = 100 + i;
        }
        assertThat(nack(seventeen).losses()).containsExactly(new Loss(100, 0xFFFF));
        assertThat(nack(100, 116).losses()).containsExactly(new Loss(100, 0x8000));
        assertThat(nack(100, 117).losses()).containsExactly(new Loss(100, 0), new Loss(117, 0));
    }

    @Test
    void goesOnAcrossTheWrap() {
        assertThat(nack(65_534, 65_535, 0, 14).losses()).containsExactly(new Loss(65_534, 0x8003));
        assertThat(nack(65_534, 65_535, 0, 14).sequences()).containsExactly(65_534, 65_535, 0, 14);
    }

    @Test
    void asksForNumbersThatWereExtended() {
        assertThat(nack(0x1_FFFF, 0x2_0000).losses()).containsExactly(new Loss(65_535, 1));
    }

    @Test
    void asksForWhatStandsTwiceOrOutOfOrder() {
        assertThat(nack(5, 5, 6, 6).sequences()).containsExactly(5, 6);
        assertThat(nack(5, 4).sequences()).containsExactly(5, 4);
    }

    @Test
    void needsAtLeastOneLoss() {
        assertThat(Rtcp.read(Hex.buffer("81 cd 00 02 00 00 00 01 00 00 00 02"))).isNull();
        assertThat(Rtcp.read(Hex.buffer("81 cd 00 01 00 00 00 01"))).isNull();
    }

    @Test
    void findsEveryBitOfWhatFollows() {
        for (int bit = 0; bit < 16; bit++) {
            GenericNack nack = new GenericNack(1, 2, List.of(new Loss(65_530, 1 << bit)));
            assertThat(nack.sequences()).containsExactly(65_530, 65_531 + bit & 0xFFFF);
        }
    }

    @Test
    void givesBackWhatItWasMadeOf() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            TreeSet<Integer> numbers = new TreeSet<>();
            int start = random.nextInt(65_536);
            for (int n = random.nextInt(50); n >= 0; n--) {
                numbers.add(start + random.nextInt(300));
            }
            int[] asked = numbers.stream().mapToInt(Integer::intValue).toArray();
            List<Integer> expected = numbers.stream().map(n -> n & 0xFFFF).toList();
            assertThat(nack(asked).sequences()).isEqualTo(expected);
        }
    }
}
