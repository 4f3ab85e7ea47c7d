package paloma.server.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DiskQueueTest {
    private static final UploadSender SENDER = new UploadSender(null, new InetSocketAddress("127.0.0.1", 1));
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final DiskQueue queue = new DiskQueue(8, 1_000, allocator);

    private boolean offer(int bytes) {
        ByteBuf payload = Unpooled.wrappedBuffer(new byte[bytes]);
        try {
            return queue.offer(SENDER, payload, 0);
        } finally {
            assertThat(payload.readableBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void takesNoMoreBytesThanItsBound() {
        assertThat(offer(400)).isTrue();
        assertThat(offer(600)).isTrue();
        assertThat(offer(1)).isFalse();
        queue.poll().done();
        assertThat(offer(400)).isTrue();
        queue.end();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    @Test
    void takesNoMorePiecesThanItsBound() {
        for (int i = 0; i < 8; i++) {
            assertThat(offer(1)).isTrue();
        }
        assertThat(offer(1)).isFalse();
        queue.poll().done();
        assertThat(offer(1)).isTrue();
        queue.end();
    }

    @Test
    void hasEnoughBeforeItIsFullAndWantsMoreWhenHalfIsDone() {
        AtomicInteger resumed = new AtomicInteger();
        queue.whenAccepting(resumed::incrementAndGet);
        assertThat(resumed).hasValue(1);
        offer(374);
        offer(375);
        assertThat(queue.accepts()).isTrue();
        offer(1);
        assertThat(queue.accepts()).isFalse();
        queue.whenAccepting(resumed::incrementAndGet);
        queue.resumeIfDrained();
        assertThat(resumed).hasValue(1);
        queue.poll().done();
        queue.resumeIfDrained();
        assertThat(queue.accepts()).isTrue();
        assertThat(resumed).hasValue(2);
        queue.end();
    }

    @Test
    void letsGoOfAllAtTheEndAndTakesNoMore() {
        offer(750);
        AtomicInteger resumed = new AtomicInteger();
        queue.whenAccepting(resumed::incrementAndGet);
        queue.end();
        assertThat(resumed).hasValue(1);
        assertThat(offer(1)).isFalse();
        assertThat(queue.accepts()).isTrue();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }
}
