package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferRingTest {
    private static final int SLOTS = 80;

    private final UnpooledByteBufAllocator fallback = new UnpooledByteBufAllocator(true);
    private final List<ByteBuf> out = new ArrayList<>();
    private BufferRing ring;
    private long misses;

    @BeforeEach
    void beginAnew() {
        FastThreadLocal.removeAll();
        ring = BufferRing.ofThread();
        misses = BufferRing.misses();
    }

    @AfterEach
    void everyBufferIsReleased() {
        out.forEach(ByteBuf::release);
        FastThreadLocal.removeAll();
        assertThat(out).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
        assertThat(fallback.metric().usedDirectMemory()).isZero();
    }

    @Test
    void givesAnEmptyDirectBufferThatHoldsTheLargestDatagram() {
        ByteBuf buffer = take();
        assertThat(buffer.isDirect()).isTrue();
        assertThat(buffer.isReadable()).isFalse();
        assertThat(buffer.writableBytes()).isEqualTo(buffer.maxWritableBytes()).isEqualTo(65_536);
    }

    @Test
    void givesTheLowestFreeSlotAgainAfterEachBatch() {
        ByteBuf first = take();
        ByteBuf second = take();
        assertThat(second).isNotSameAs(first);
        release(first);
        ring.rewind();
        ByteBuf again = take();
        assertThat(again).isSameAs(first);
        assertThat(again.isReadable()).isFalse();
        assertThat(take()).isNotSameAs(second);
    }

    @Test
    void givesNoSlotTwiceWithinABatch() {
        ByteBuf first = take();
        release(first);
        assertThat(take()).isNotSameAs(first);
    }

    @Test
    void givesNoSlotOfWhichASliceIsStillHeld() {
        ByteBuf first = take();
        ByteBuf slice = first.writeLong(7).retainedSlice(0, 8);
        release(first);
        ring.rewind();
        ByteBuf other = take();
        assertThat(other).isNotSameAs(first);
        assertThat(slice.getLong(0)).isEqualTo(7);
        slice.release();
        ring.rewind();
        assertThat(take()).isSameAs(first);
    }

    @Test
    void fallsBackAndCountsItWhenAllSlotsAreOut() {
        List<ByteBuf> slots = new ArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            slots.add(take());
        }
        assertThat(fallback.metric().usedDirectMemory()).isZero();
        ByteBuf extra = take();
        assertThat(slots).noneMatch(slot -> slot == extra);
        assertThat(extra.writableBytes()).isEqualTo(65_536);
        assertThat(fallback.metric().usedDirectMemory()).isEqualTo(65_536);
        assertThat(BufferRing.misses() - misses).isEqualTo(1);
    }

    @Test
    void belongsToItsThreadAndGoesWithIt() throws InterruptedException {
        List<BufferRing> others = new ArrayList<>();
        List<ByteBuf> taken = new ArrayList<>();
        Thread thread = new FastThreadLocalThread(() -> {
            others.add(BufferRing.ofThread());
            taken.add(BufferRing.ofThread().take(ByteBufAllocator.DEFAULT));
            taken.add(BufferRing.ofThread().take(ByteBufAllocator.DEFAULT));
            taken.get(1).release();
        });
        thread.start();
        thread.join();
        assertThat(others.get(0)).isNotSameAs(ring);
        assertThat(taken.get(1).refCnt()).isZero();
        assertThat(taken.get(0).refCnt()).isEqualTo(1); // whoever holds it still may
        taken.get(0).release();
        assertThat(taken.get(0).refCnt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_126})
    void givesNoBufferThatSomebodyHolds(long seed) {
        Random random = new Random(seed);
        Deque<ByteBuf> held = new ArrayDeque<>();
        for (int i = 0; i < 5_000; i++) {
            if (random.nextInt(30) == 0) {
                ring.rewind();
            }
            if (random.nextInt(3) > 0 && held.size() < 100) {
                ByteBuf taken = ring.take(fallback);
                assertThat(held.stream().noneMatch(one -> one == taken)).isTrue();
                held.add(taken.writeInt(i));
            } else if (!held.isEmpty()) {
                (random.nextBoolean() ? held.removeFirst() : held.removeLast()).release();
            }
        }
        out.addAll(held);
    }

    private ByteBuf take() {
        ByteBuf buffer = ring.take(fallback);
        out.add(buffer);
        return buffer;
    }

    private void release(ByteBuf buffer) {
        out.removeIf(one -> one == buffer);
        buffer.release();
    }
}
