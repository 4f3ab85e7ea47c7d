package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.Noise;
import paloma.audio.jitter.Depth;
import paloma.audio.pcm.PcmFormat;

/** Bare samples in datagrams of 1,024 frames have nothing but the time at which they come. */
class RawPauseTest {
    private static final int CHUNK = 1_024;
    private static final int PULL = 110;
    private static final double FRAME_NANOS = 1e9 / 44_100;
    private static final long SECOND = 1_000_000_000L;

    private final Stream stream = new Stream(PcmFormat.DEFAULT, new Depth(20_000_000, 500_000_000), PULL);
    private final short[] samples = Noise.samples(2 * CHUNK, 1);
    private long now;
    private long nextPull;
    private double nextChunk;

    @ParameterizedTest
    @ValueSource(longs = {0, 2_500_000_000_000L, -7, Long.MAX_VALUE - 15_000_000_000L})
    void whatWaitedWhileTheReceiverStoodStillIsNotPlayed(long base) {
        begin(base);
        play(10 * SECOND);
        double before = stream.stats().latencyMillis();
        now += 5 * SECOND;
        for (int i = 0; i < 50; i++) {
            take(now + i * 5_000L);
        }
        nextPull = now;
        nextChunk = now - base + 10_000_000;
        play(10 * SECOND);

        assertThat(stream.stats().latencyMillis()).isCloseTo(before, offset(10.0));
        assertThat(stream.stats().lost()).isZero();
        assertThat(stream.takeStoodStillSeconds()).isCloseTo(5, offset(0.1));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2_500_000_000_000L, -7, Long.MAX_VALUE - 15_000_000_000L})
    void aPauseIsNotLost(long base) {
        begin(base);
        play(10 * SECOND);
        double before = stream.stats().latencyMillis();
        nextChunk += 10 * SECOND;
        play(20 * SECOND);

        assertThat(stream.stats().latencyMillis()).isCloseTo(before, offset(10.0));
        assertThat(stream.stats().lost()).isZero();
        assertThat(stream.takeStoodStillSeconds()).isZero();
    }

    private void begin(long base) {
        origin = base;
        now = base;
        nextPull = base;
    }

    private long origin;

    private void play(long nanos) {
        long end = now + nanos;
        short[] out = new short[2 * PULL];
        for (; now - end < 0; now += 100_000) {
            if (now - origin >= nextChunk) {
                take(now);
                nextChunk += CHUNK * FRAME_NANOS;
            }
            if (now - nextPull >= 0) {
                stream.pull(out, PULL, now, now);
                nextPull += Math.round(PULL * FRAME_NANOS);
            }
        }
    }

    private void take(long at) {
        stream.takeNext(samples, CHUNK, at);
    }
}
