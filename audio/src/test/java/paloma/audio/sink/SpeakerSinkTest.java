package paloma.audio.sink;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sound.sampled.SourceDataLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;

@Timeout(60)
class SpeakerSinkTest {
    private static final PcmFormat FORMAT = PcmFormat.DEFAULT;
    private static final int BLOCK = 441;
    private static final int BUFFER_BYTES = 2_646 * 4;

    private final Line line = new Line();
    private long now;

    @Test
    void aLineThatTakesLessThanAllIsGone() throws Exception {
        SpeakerSink sink = sink(0);
        play(sink, 100);
        line.isGone = true;

        assertThatThrownBy(() -> play(sink, 1)).isInstanceOf(IOException.class).hasMessageContaining("is gone");
    }

    /** As a sound system does that dies and says nothing. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1_000_000_000L, 2_500_000_000_000L, Long.MAX_VALUE - 2_000_000_000})
    void aLineThatTakesAllAndPlaysNothingIsFoundInTwoSeconds(long begin) throws Exception {
        SpeakerSink sink = sink(begin);
        play(sink, 300);
        line.isDead = true;
        long died = now;

        assertThatThrownBy(() -> play(sink, 10_000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("plays none");
        assertThat(now - died).isBetween(SECONDS.toNanos(2), SECONDS.toNanos(2) + 30_000_000);
    }

    @Test
    void saysHowMuchWasPlayed() throws Exception {
        SpeakerSink sink = sink(0);
        play(sink, 250);
        sink.close();
        sink.close();

        assertThat(sink.kept()).matches("The speaker played 2\\.[45] s\\.");
        assertThat(sink.mayWait()).isFalse();
    }

    @Test
    void aPauseIsNoEndOfTheLine() throws Exception {
        SpeakerSink sink = sink(0);
        play(sink, 10);
        now += SECONDS.toNanos(100);
        play(sink, 500);

        assertThat(sink.kept()).matches("The speaker played 5\\.[01] s\\.");
    }

    @Test
    void opensForTheFirstFormatThatItTakes() throws Exception {
        List<Integer> asked = new ArrayList<>();
        int opened = SpeakerSink.first(formats(96_000, 48_000, 44_100), format -> {
            asked.add(format.rate());
            return opened(format.rate() < 96_000, format);
        });

        assertThat(opened).isEqualTo(48_000);
        assertThat(asked).containsExactly(96_000, 48_000);
        assertThatThrownBy(() -> SpeakerSink.first(formats(96_000, 48_000), format -> opened(false, format)))
                .hasMessage("No speaker takes 96000 Hz stereo here.");
    }

    private static int opened(boolean isTaken, PcmFormat format) throws UnusableException {
        if (!isTaken) {
            throw new UnusableException("No speaker takes " + format + " here.");
        }
        return format.rate();
    }

    private static List<PcmFormat> formats(int... rates) {
        return IntStream.of(rates).mapToObj(rate -> new PcmFormat(rate, 2)).toList();
    }

    private SpeakerSink sink(long begin) throws IOException {
        now = begin;
        line.beganNanos = begin;
        SpeakerSink sink = new SpeakerSink(line.proxy(), FORMAT, () -> now);
        sink.prime();
        return sink;
    }

    private static void play(SpeakerSink sink, int blocks) throws IOException {
        for (int i = 0; i < blocks; i++) {
            sink.write(new short[BLOCK * 2], BLOCK);
        }
    }

    /** A line whose writer turns the clock while it waits for room. */
    private final class Line {
        private long beganNanos;
        private long written;
        private long played;
        private boolean isGone;
        private boolean isDead;

        SourceDataLine proxy() {
            Class<?>[] types = {SourceDataLine.class};
            return (SourceDataLine) Proxy.newProxyInstance(getClass().getClassLoader(), types, this::answer);
        }

        private Object answer(Object proxy, Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "getBufferSize" -> BUFFER_BYTES;
                case "available" -> BUFFER_BYTES - (int) (written - playedFrames()) * 4;
                case "getLongFramePosition" -> playedFrames();
                case "write" -> write((int) arguments[2]);
                default -> null;
            };
        }

        private long playedFrames() {
            if (!isDead) {
                long due = FORMAT.framesIn(now - beganNanos);
                beganNanos += due > written - played ? FORMAT.nanos(due - (written - played)) : 0;
                long more = Math.min(due, written - played);
                played += more;
                beganNanos += FORMAT.nanos(more);
            }
            return played;
        }

        private int write(int bytes) {
            if (isGone) {
                return bytes / 2;
            }
            if (isDead) {
                now += FORMAT.nanos(bytes / 4); // and all of it vanishes
                return bytes;
            }
            while (written - playedFrames() + bytes / 4 > BUFFER_BYTES / 4) {
                now += 100_000;
            }
            written += bytes / 4;
            return bytes;
        }
    }
}
