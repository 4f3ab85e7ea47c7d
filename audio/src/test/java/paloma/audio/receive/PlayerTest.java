package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.audio.Bugs;
import paloma.audio.jitter.Depth;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.program.Lifetime;
import paloma.audio.sink.Sink;

@Timeout(60)
class PlayerTest {
    private static final Depth DEPTH = Depth.fixed(100_000_000);

    private final List<Throwable> bugs = Collections.synchronizedList(new ArrayList<>());
    private final Lifetime lifetime = new Lifetime(bugs::add);

    @Test
    void aSinkThatTakesNoMoreIsAnOutcome() throws Exception {
        IOException closed = new IOException("closed");
        Player player = played(new BrokenSink(closed));

        assertThat(player.failure()).isSameAs(closed);
        assertThat(lifetime.await(0)).isTrue();
        assertThat(bugs).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("paloma.audio.Bugs#ofEachKind")
    void aBugEndsTheRun(Throwable bug) throws Exception {
        Player player = played(new BrokenSink(bug));

        assertThat(player.failure()).isNull();
        assertThat(lifetime.await(0)).isTrue();
        assertThat(bugs).containsExactly(bug);
    }

    @Test
    void endsWhenItIsTold() throws Exception {
        BrokenSink sink = new BrokenSink(null);
        Player player = new Player(sink, DEPTH, () -> null, new Recent(0), lifetime);
        player.start();
        player.end();

        assertThat(player.isAlive()).isFalse();
        assertThat(lifetime.await(0)).isFalse();
    }

    private Player played(Sink sink) throws InterruptedException {
        Player player = new Player(sink, DEPTH, () -> null, new Recent(0), lifetime);
        player.start();
        player.join();
        return player;
    }

    /** Takes a few blocks, and then throws; takes any number where {@code cause} is null. */
    private record BrokenSink(Throwable cause, int[] writes) implements Sink {
        BrokenSink(Throwable cause) {
            this(cause, new int[1]);
        }

        @Override
        public PcmFormat format() {
            return PcmFormat.DEFAULT;
        }

        @Override
        public void write(short[] samples, int frames) throws IOException {
            if (cause == null || writes[0]++ < 3) {
                return;
            }
            if (cause instanceof IOException e) {
                throw e;
            }
            Bugs.hit(cause);
        }

        @Override
        public int queuedFrames() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
