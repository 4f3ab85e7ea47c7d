package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GainTest {
    private static final int RATE = 1_000;
    private static final int FRAMES = 100;

    private final Gain gain = new Gain(RATE);

    @Test
    void leavesAllAsItIsAtFullVolume() {
        assertThat(applied()).containsOnly((short) 10_000);
    }

    @Test
    void mutesWithinTwentyMillisecondsAndStepByStep() {
        gain.mute(true);
        short[] first = applied();
        for (int frame = 1; frame < FRAMES; frame++) {
            assertThat(first[2 * frame]).isEqualTo(first[2 * frame + 1]);
            assertThat(first[2 * (frame - 1)] - first[2 * frame]).isBetween(0, 501);
        }
        assertThat(Arrays.copyOfRange(first, 2 * 20, first.length)).containsOnly((short) 0);
        assertThat(applied()).containsOnly((short) 0);
        gain.mute(false);
        applied();
        assertThat(applied()).containsOnly((short) 10_000);
    }

    @Test
    void isAsLoudAsItIsSet() {
        gain.volume(0.25);
        applied();
        assertThat(applied()).containsOnly((short) 2_500);
    }

    @Test
    void neverLeavesTheRangeOfSamples() {
        gain.volume(0.999);
        short[] block = new short[2 * FRAMES];
        Arrays.fill(block, Short.MIN_VALUE);
        gain.apply(block, FRAMES);
        for (short sample : block) {
            assertThat(sample).isNegative();
        }
    }

    private short[] applied() {
        short[] block = new short[2 * FRAMES];
        Arrays.fill(block, (short) 10_000);
        gain.apply(block, FRAMES);
        return block;
    }
}
