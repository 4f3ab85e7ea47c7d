package paloma.audio.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SoundTapTest {
    private static final PcmFormat FORMAT = new PcmFormat(1_000, 2);
    private static final int BLOCK = 37;

    private final SoundTap tap = new SoundTap(FORMAT);
    private final short[] out = new short[2 * BLOCK];

    @Test
    void copiesNothingThatNobodyWants() {
        tap.add(block(0), 0, BLOCK);
        assertThat(tap.written()).isZero();
    }

    @Test
    void givesWhatWasAdded() {
        tap.want(true);
        short[] twice = new short[4 * BLOCK];
        System.arraycopy(block(5), 0, twice, 2 * BLOCK, 2 * BLOCK);
        tap.add(twice, BLOCK, BLOCK);
        assertThat(tap.written()).isEqualTo(BLOCK);
        assertThat(tap.read(0, out, BLOCK)).isTrue();
        assertThat(out).isEqualTo(block(5));
    }

    @Test
    void givesNothingThatIsNotThereYetOrAnyMore() {
        tap.want(true);
        for (int frame = 0; frame < 5_000; frame += BLOCK) {
            tap.add(block(frame), 0, BLOCK);
        }
        assertThat(tap.read(tap.written() - BLOCK + 1, out, BLOCK)).isFalse();
        assertThat(tap.read(-1, out, BLOCK)).isFalse();
        assertThat(tap.read(0, out, BLOCK)).isFalse();
        assertThat(tap.read(tap.written() - 4_000, out, BLOCK)).isTrue();
        assertThat(tap.read(tap.written() - BLOCK, out, BLOCK)).isTrue();
        assertThat(out).isEqualTo(block((int) tap.written() - BLOCK));
    }

    /** Whatever a reader is told is there is what was added, while another thread adds as fast as it can. */
    @Test
    void neverGivesAMixture() throws Exception {
        tap.want(true);
        AtomicReference<String> mixed = new AtomicReference<>();
        Thread player = new Thread(() -> {
            for (int frame = 0; frame < 20_000_000 && mixed.get() == null; frame += BLOCK) {
                tap.add(block(frame), 0, BLOCK);
            }
        });
        player.start();
        int read = 0;
        while (player.isAlive()) {
            long from = tap.written() - 3_990;
            if (tap.read(from, out, BLOCK)) {
                read++;
                for (int i = 0; i < out.length; i++) {
                    if (out[i] != (short) (from + i / 2)) {
                        mixed.set("frame " + (from + i / 2) + " is " + out[i]);
                    }
                }
            }
        }
        player.join();
        assertThat(mixed.get()).isNull();
        assertThat(read).isPositive();
    }

    /** Each sample is the low 16 bits of its frame's number. */
    private static short[] block(int from) {
        short[] block = new short[2 * BLOCK];
        for (int i = 0; i < block.length; i++) {
            block[i] = (short) (from + i / 2);
        }
        return block;
    }
}
