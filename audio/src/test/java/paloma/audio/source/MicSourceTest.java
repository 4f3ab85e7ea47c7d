package paloma.audio.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.TargetDataLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.pcm.PcmFormat;

class MicSourceTest {
    private static final PcmFormat FORMAT = PcmFormat.DEFAULT;
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private long now = Long.MAX_VALUE - 1_000; // wraps around

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 560, 2_000})
    void beginsWithWhatIsSaidNowWhateverTheLineGathered(int gatheredMillis) throws Exception {
        Line line = new Line(now - TimeUnit.MILLISECONDS.toNanos(gatheredMillis));
        MicSource source = new MicSource(line.proxy(), FORMAT, () -> now);

        source.read(new short[2 * 1_024], 1_024);

        assertThat(now - line.saidUntilNanos()).isBetween(0L, LATE_NANOS);
    }

    @Test
    void losesNothingOnceItHasBegun() throws Exception {
        Line line = new Line(now);
        MicSource source = new MicSource(line.proxy(), FORMAT, () -> now);
        source.read(new short[2 * 1_024], 1_024);
        long frames = line.frames;

        now += TimeUnit.SECONDS.toNanos(1);
        source.read(new short[2 * 512], 512);

        assertThat(line.frames).isEqualTo(frames + 512);
    }

    @Test
    void endsWhenTheLineIsGoneAtOnce() throws Exception {
        Line line = new Line(now);
        line.gone = true;

        assertThat(new MicSource(line.proxy(), FORMAT, () -> now).read(new short[2], 1))
                .isEqualTo(-1);
    }

    /** A line that began to record at a moment, and makes a reader wait by turning the clock. */
    private final class Line {
        private final long beganNanos;
        private long frames;
        private boolean gone;

        Line(long beganNanos) {
            this.beganNanos = beganNanos;
        }

        TargetDataLine proxy() {
            Class<?>[] types = {TargetDataLine.class};
            return (TargetDataLine) Proxy.newProxyInstance(getClass().getClassLoader(), types, this::answer);
        }

        private Object answer(Object proxy, Method method, Object[] arguments) {
            return method.getName().equals("read") ? read((int) arguments[2]) : null;
        }

        private int read(int bytes) {
            if (gone) {
                return 0;
            }
            frames += bytes / FORMAT.frameBytes();
            now += Math.max(0, saidUntilNanos() - now);
            return bytes;
        }

        long saidUntilNanos() {
            return beganNanos + FORMAT.nanos(frames);
        }
    }
}
