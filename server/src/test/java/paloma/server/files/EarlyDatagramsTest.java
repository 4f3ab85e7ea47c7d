package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyDatagramsTest {
    private final EarlyDatagrams early = new EarlyDatagrams();
    private final List<Long> times = new ArrayList<>();
    private long came = 700;

    @Test
    void keepsPacketsInOrderAndAsTheyCame() {
        add(1, 40);
        add(2, 1_200);
        assertThat(drained()).containsExactly(packet(1, 40), packet(2, 1_200));
        assertThat(times).containsExactly(700L, 701L);
        assertThat(drained()).isEmpty();
    }

    @Test
    void keepsNoMoreThanAFirstFlight() {
        for (int i = 0; i < 1_000; i++) {
            add(i, 1_024);
        }
        assertThat(drained()).hasSize((128 << 10) / 1_024);
    }

    @Test
    void hasRoomAgainOnceItIsEmpty() {
        for (int round = 0; round < 3; round++) {
            add(round, 128 << 10);
            assertThat(drained()).hasSize(1);
            add(round, 128 << 10);
            early.clear();
            assertThat(drained()).isEmpty();
        }
    }

    /** As a datagram lies in a buffer that may be used again. */
    private void add(int content, int bytes) {
        ByteBuf buffer = Unpooled.buffer().writeZero(3).writeBytes(packet(content, bytes));
        buffer.readerIndex(3);
        early.add(buffer, came++);
        buffer.setZero(0, buffer.capacity());
    }

    private static ByteBuf packet(int content, int bytes) {
        ByteBuf packet = Unpooled.buffer().writeInt(content);
        return packet.writeZero(bytes - packet.readableBytes());
    }

    private List<ByteBuf> drained() {
        List<ByteBuf> all = new ArrayList<>();
        early.drain((datagram, nanos) -> {
            all.add(datagram);
            times.add(nanos);
        });
        return all;
    }
}
