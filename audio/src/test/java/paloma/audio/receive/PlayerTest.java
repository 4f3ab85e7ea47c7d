package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.Bugs;
import paloma.audio.jitter.Depth;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.SoundTap;
import paloma.audio.program.Lifetime;
import paloma.audio.program.StatusLine;
import paloma.audio.program.StatusLoop;
import paloma.audio.sink.Sink;

@Timeout(60)
class PlayerTest {
    private static final Depth DEPTH = Depth.fixed(100_000_000);

    private final List<Throwable> bugs = Collections.synchronizedList(new ArrayList<>());
    private final Lifetime lifetime = new Lifetime(bugs::add);
    private long now = 2_500_000_000_000L;

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
        Player player = new Player(
                sink,
                DEPTH,
                () -> null,
                new Gain(PcmFormat.DEFAULT.rate()),
                new Recent(0),
                new SoundTap(PcmFormat.DEFAULT),
                lifetime);
        player.start();
        player.end();

        assertThat(player.isAlive()).isFalse();
        assertThat(lifetime.await(0)).isFalse();
    }

    @Test
    void theLastBlockThatFailsWhileItIsStoppedIsTold() throws Exception {
        BlockingSink sink = new BlockingSink(true, new IOException("No space left on device"), null);
        Player player = started(sink);
        sink.taking.await();
        Thread ending = new Thread(() -> end(player));
        ending.start();
        while (ending.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait(); // until it waits for the block
        }
        sink.goOn.countDown();
        ending.join();

        assertThat(player.failure()).hasMessage("No space left on device");
        assertThat(bugs).isEmpty();
    }

    @Test
    void aSinkThatCannotBeClosedIsTold() throws Exception {
        BlockingSink sink = new BlockingSink(true, null, new IOException("Disk quota exceeded"));
        sink.goOn.countDown();
        Player player = started(sink);
        player.end();

        assertThat(player.failure()).hasMessage("Disk quota exceeded");
        assertThat(player.kept()).isEqualTo("All of it.");
    }

    @Test
    void aPipeThatNobodyReadsIsWaitedForAndToldOnceAndInTheEndItsLastSoundIsLost() throws Exception {
        BlockingSink sink = new BlockingSink(true, null, null);
        Player player = started(sink);
        sink.taking.await();
        lookForSeconds(player, 60);
        lifetime.notices().add("Last.");

        assertThat(player.failure()).isNull();
        assertThat(said()).containsExactly("The sink takes nothing; until it does, nothing is played.", "Last.");
        player.end();
        assertThat(player.failure()).hasMessageContaining("is lost");
        sink.goOn.countDown();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1_000_000_000L, Long.MAX_VALUE - 1_000_000_000})
    void aDeviceThatTakesNothingForTwoSecondsIsGone(long begin) throws Exception {
        now = begin;
        BlockingSink sink = new BlockingSink(false, null, null);
        Player player = started(sink);
        sink.taking.await();
        lookForSeconds(player, 1);
        assertThat(player.failure()).isNull();
        lookForSeconds(player, 2);

        assertThat(player.failure()).hasMessageStartingWith("the speaker plays nothing any more");
        assertThat(lifetime.await(0)).isTrue();
        player.end();
        sink.goOn.countDown();
        player.join();
        assertThat(bugs).isEmpty();
    }

    private void lookForSeconds(Player player, int seconds) {
        for (int i = 0; i < 2 * seconds; i++) {
            player.look(now += 500_000_000);
        }
    }

    private List<String> said() throws InterruptedException {
        StringWriter err = new StringWriter();
        lifetime.end();
        new StatusLoop(new StatusLine(new PrintWriter(err), false), lifetime).run(() -> {}, () -> null);
        return err.toString().lines().toList();
    }

    private Player started(Sink sink) {
        Player player = new Player(
                sink,
                DEPTH,
                () -> null,
                new Gain(PcmFormat.DEFAULT.rate()),
                new Recent(0),
                new SoundTap(PcmFormat.DEFAULT),
                lifetime);
        player.start();
        return player;
    }

    private static void end(Player player) {
        try {
            player.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Holds the first block until it may go on. */
    private static final class BlockingSink implements Sink {
        private final CountDownLatch taking = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final boolean mayWait;
        private final IOException lastWords;
        private final IOException closing;

        BlockingSink(boolean mayWait, IOException lastWords, IOException closing) {
            this.mayWait = mayWait;
            this.lastWords = lastWords;
            this.closing = closing;
        }

        @Override
        public PcmFormat format() {
            return PcmFormat.DEFAULT;
        }

        @Override
        public void write(short[] samples, int frames) throws IOException {
            taking.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            if (lastWords != null) {
                throw lastWords;
            }
        }

        @Override
        public int queuedFrames() {
            return 0;
        }

        @Override
        public boolean mayWait() {
            return mayWait;
        }

        @Override
        public String kept() {
            return "All of it.";
        }

        @Override
        public void close() throws IOException {
            if (closing != null) {
                throw closing;
            }
        }
    }

    private Player played(Sink sink) throws InterruptedException {
        Player player = new Player(
                sink,
                DEPTH,
                () -> null,
                new Gain(PcmFormat.DEFAULT.rate()),
                new Recent(0),
                new SoundTap(PcmFormat.DEFAULT),
                lifetime);
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
