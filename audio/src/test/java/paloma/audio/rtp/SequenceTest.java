package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.audio.rtp.Sequence.distance16;
import static paloma.audio.rtp.Sequence.distance32;
import static paloma.audio.rtp.Sequence.extend16;
import static paloma.audio.rtp.Sequence.extend32;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 1, 1",
        "1, 0, -1",
        "65535, 0, 1",
        "0, 65535, -1",
        "65000, 500, 1036",
        "0, 32767, 32767",
        "0, 32768, -32768",
        "32768, 0, -32768",
        "65536, 65537, 1",
        "-1, 0, 1"
    })
    void goesTheShorterWayAroundSixteenBits(int from, int to, int distance) {
        assertThat(distance16(from, to)).isEqualTo(distance);
    }

    @Test
    void goesTheShorterWayAroundThirtyTwoBits() {
        assertThat(distance32(-1, 0)).isEqualTo(1);
        assertThat(distance32(0, -1)).isEqualTo(-1);
        assertThat(distance32(Integer.MAX_VALUE, Integer.MIN_VALUE)).isEqualTo(1);
        assertThat(distance32(0, Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void extendsToTheNearestNumber() {
        assertThat(extend16(0, 0)).isZero();
        assertThat(extend16(65_535, 0)).isEqualTo(65_536);
        assertThat(extend16(65_536, 65_535)).isEqualTo(65_535);
        assertThat(extend16(0, 65_535)).isEqualTo(-1);
        assertThat(extend16(-1, 0)).isZero();
        assertThat(extend32(0xFFFF_FFFFL, 0)).isEqualTo(0x1_0000_0000L);
        assertThat(extend32(0x1_0000_0000L, -1)).isEqualTo(0xFFFF_FFFFL);
        assertThat(extend32(0, -1)).isEqualTo(-1);
    }

    @Test
    void followsAStreamOverManyWraps() {
        Random random = new Random(1);
        long number = random.nextInt(65_536);
        long timestamp = random.nextLong() >>> 2;
        long seenNumber = number;
        long seenTimestamp = timestamp;
        for (int i = 0; i < 100_000; i++) {
            number += random.nextInt(65_536) - 32_767;
            timestamp += random.nextInt();
            seenNumber = extend16(seenNumber, (int) number & 0xFFFF);
            seenTimestamp = extend32(seenTimestamp, (int) timestamp);
            if (seenNumber != number || seenTimestamp != timestamp) {
                throw new AssertionError("lost its way at step " + i);
            }
        }
    }
}
