package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.Bugs;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.program.Lifetime;
import paloma.audio.source.Source;

@Timeout(60)
class CaptureTest {
    private static final int CHUNK_FRAMES = 32;

    private final List<Throwable> bugs = Collections.synchronizedList(new ArrayList<>());
    private final Lifetime lifetime = new Lifetime(bugs::add);
    private final ChunkQueue queue = new ChunkQueue(new MicrophoneBacklog(), System::nanoTime);
    private final AtomicInteger wakes = new AtomicInteger();

    @Test
    void readsUntilTheSourceEnds() throws Exception {
        Capture capture = capture(new Chunks(2, () -> -1));

        assertThat(queue.poll().frames()).isEqualTo(CHUNK_FRAMES);
        assertThat(queue.poll().frames()).isEqualTo(CHUNK_FRAMES);
        assertThat(queue.isOver()).isTrue();
        assertThat(wakes).hasValue(3);
        assertThat(capture.failure()).isNull();
        assertThat(bugs).isEmpty();
    }

    @Test
    void aSourceThatFailsIsAnOutcome() throws Exception {
        IOException unplugged = new IOException("unplugged");
        Capture capture = capture(new Chunks(1, () -> {
            throw unplugged;
        }));

        assertThat(capture.failure()).isSameAs(unplugged);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(bugs).isEmpty();
        assertThat(lifetime.await(0)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("paloma.audio.Bugs#ofEachKind")
    void aBugEndsTheRun(Throwable bug) throws Exception {
        capture(new Chunks(1, () -> {
            Bugs.hit(bug);
            return 0;
        }));

        assertThat(lifetime.await(0)).isTrue();
        assertThat(bugs).containsExactly(bug);
    }

    @Test
    void aBugInWhatItWakesEndsTheRunToo() throws Exception {
        AssertionError bug = new AssertionError();
        join(new Capture(new Chunks(1, () -> -1), queue, CHUNK_FRAMES, () -> Bugs.hit(bug), lifetime));

        assertThat(lifetime.await(0)).isTrue();
        assertThat(bugs).containsExactly(bug);
    }

    /** Whoever stops it closes the source meanwhile. */
    @Test
    void whatBreaksBecauseItWasStoppedIsNoBug() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Capture capture = new Capture(
                new Chunks(0, () -> {
                    reading.countDown();
                    awaitThough(closed);
                    throw new IllegalStateException("closed");
                }),
                queue,
                CHUNK_FRAMES,
                wakes::incrementAndGet,
                lifetime);
        capture.start();
        reading.await();
        capture.end();
        closed.countDown();
        capture.join();

        assertThat(bugs).isEmpty();
    }

    @Test
    void aMicrophoneThatEndsIsGone() throws Exception {
        Chunks microphone = new Chunks(2, () -> -1);
        microphone.isDevice = true;
        Capture capture = capture(microphone);

        assertThat(capture.failure()).hasMessageStartingWith("the microphone is gone; ");
        assertThat(bugs).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1_000_000_000L, Long.MAX_VALUE - 1_000_000_000})
    void aMicrophoneThatDeliversNothingForTwoSecondsIsGone(long begin) throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Chunks microphone = new Chunks(1, () -> {
            reading.countDown();
            awaitThough(never);
            return -1;
        });
        microphone.isDevice = true;
        Capture capture = new Capture(microphone, queue, CHUNK_FRAMES, wakes::incrementAndGet, lifetime);
        capture.look(begin);
        capture.start();
        reading.await();
        for (int i = 1; i <= 4; i++) {
            capture.look(begin + i * 500_000_000L);
            assertThat(capture.failure()).isNull();
        }
        capture.look(begin + 5 * 500_000_000L);
        capture.look(begin + 6 * 500_000_000L);

        assertThat(capture.failure()).hasMessageStartingWith("the microphone delivers nothing any more; ");
        assertThat(lifetime.await(0)).isTrue();
        never.countDown();
        capture.join();
        assertThat(capture.failure()).hasMessageStartingWith("the microphone delivers nothing any more; ");
    }

    private static void awaitThough(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException stopped) {
                // Such a source does not care.
            }
        }
    }

    private Capture capture(Source source) throws InterruptedException {
        return join(new Capture(source, queue, CHUNK_FRAMES, wakes::incrementAndGet, lifetime));
    }

    private static Capture join(Capture capture) throws InterruptedException {
        capture.start();
        capture.join();
        return capture;
    }

    /** Some chunks, and then what is told. */
    private static final class Chunks implements Source {
        private final End end;
        private boolean isDevice;
        private int left;

        private interface End {
            int read() throws IOException;
        }

        Chunks(int chunks, End end) {
            this.left = chunks;
            this.end = end;
        }

        @Override
        public PcmFormat format() {
            return PcmFormat.DEFAULT;
        }

        @Override
        public int read(short[] into, int frames) throws IOException {
            return left-- > 0 ? frames : end.read();
        }

        @Override
        public boolean isDevice() {
            return isDevice;
        }

        @Override
        public void close() {}
    }
}
