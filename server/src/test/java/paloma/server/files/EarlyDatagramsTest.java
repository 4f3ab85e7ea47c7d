package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.transfer.wire.Close;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.TransferMessage;
import paloma.transfer.wire.Wire;

class EarlyDatagramsTest {
    private final EarlyDatagrams early = new EarlyDatagrams();
    private final List<Long> times = new ArrayList<>();
    private long came = 700;

    @Test
    void keepsWhatAFileSenderSaysInOrderAndAsItCame() {
        add(new Data(1, 0, true, 7, Unpooled.wrappedBuffer(new byte[] {4, 5})));
        add(new Close(1));
        add(new Probe(1, 1, 40));
        List<TransferMessage> drained = drained();
        assertThat(drained).hasSize(2);
        assertThat(((Data) drained.get(0)).bytes().readShort()).isEqualTo((short) 0x0405);
        assertThat(drained.get(1)).isEqualTo(new Probe(1, 1, 40));
        assertThat(times).containsExactly(700L, 702L);
        assertThat(drained()).isEmpty();
    }

    @Test
    void keepsNoMoreThanAFirstFlight() {
        for (int i = 0; i < 1_000; i++) {
            add(new Data(1, i, false, 0, Unpooled.wrappedBuffer(new byte[1_000])));
        }
        assertThat(drained()).hasSize((128 << 10) / 1_024);
    }

    /** As a datagram lies in a buffer that is read already, and may be used again. */
    private void add(Message message) {
        ByteBuf buffer = Unpooled.buffer().writeZero(3);
        Wire.encode(message, buffer);
        buffer.readerIndex(buffer.writerIndex());
        early.add(message, buffer, 3, came++);
        buffer.setZero(0, buffer.capacity());
    }

    private List<TransferMessage> drained() {
        List<TransferMessage> all = new ArrayList<>();
        early.drain((message, nanos) -> {
            all.add(message);
            times.add(nanos);
        });
        return all;
    }
}
