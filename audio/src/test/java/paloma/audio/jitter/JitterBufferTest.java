package paloma.audio.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.Noise;

class JitterBufferTest {
    private static final int RATE = 44_100;
    private static final int FRAMES = 256;
    private static final long FIRST = 100_000;

    /** More than the ring holds, so that each of its places comes round again. */
    private static final int PACKETS = 3 * (1 << 18) / FRAMES;

    private final JitterBuffer buffer = new JitterBuffer(RATE, 1);

    @ParameterizedTest
    @ValueSource(ints = {1, FRAMES - 1, FRAMES, 2 * FRAMES + 1})
    void whatIsPassedOverAtTheBeginningNeverSounds(int passedOver) {
        for (int n = 0; n < 4; n++) {
            assertThat(add(n)).isTrue();
        }
        buffer.seek(FIRST + passedOver);

        assertThat(playAll(4, passedOver)).isZero();
    }

    @Test
    void whatCameBeforeTheFirstPacketInTheWrongOrderNeverSoundsEither() {
        for (int n : new int[] {1, 0, 2, 3}) {
            assertThat(add(n)).isTrue();
        }
        buffer.seek(FIRST + 2 * FRAMES);

        assertThat(playAll(4, 2 * FRAMES)).isZero();
    }

    @Test
    void aLeapForwardForgetsWhatItPassesOver() {
        buffer.seek(FIRST);
        for (int n = 0; n < 8; n++) {
            assertThat(add(n)).isTrue();
        }
        buffer.seek(FIRST + 5 * FRAMES);

        assertThat(playAll(8, 5 * FRAMES)).isZero();
    }

    @Test
    void aLeapForwardBeyondAllThatCameForgetsIt() {
        for (int n = 0; n < 4; n++) {
            assertThat(add(n)).isTrue();
        }
        buffer.seek(FIRST + 10 * FRAMES);

        assertThat(playAll(10, 10 * FRAMES)).isZero();
    }

    /** Plays from there on as packets come, and gives how many frames were other than those that were sent. */
    private int playAll(int next, int playedFrom) {
        int wrong = 0;
        long at = playedFrom;
        short[] out = new short[FRAMES];
        for (int n = next; n < PACKETS; n++) {
            assertThat(add(n)).as("packet %d is new", n).isTrue();
            for (int run; at < (long) (n + 1) * FRAMES; at += run) {
                run = buffer.run((int) Math.min(FRAMES, (long) (n + 1) * FRAMES - at));
                assertThat(buffer.holdsNext()).isTrue();
                buffer.take(out, 0, run);
                for (int i = 0; i < run; i++) {
                    wrong += out[i] == sample(at + i) ? 0 : 1;
                }
            }
        }
        return wrong;
    }

    private boolean add(int n) {
        short[] samples = new short[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            samples[i] = sample((long) n * FRAMES + i);
        }
        long now = Long.MAX_VALUE - 1_000_000_000L + buffer.nanos((long) n * FRAMES);
        return buffer.add(FIRST + (long) n * FRAMES, samples, FRAMES, now, false);
    }

    private static final short[] NOISE = Noise.samples(999_983, 5);

    private static short sample(long frame) {
        return NOISE[(int) (frame % NOISE.length)];
    }
}
