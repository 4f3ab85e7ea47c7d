package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

class TransferMemoryTest {
    private final ChunkPool pool = new ChunkPool(10, 2);
    private final List<String> asked = new ArrayList<>();
    private final TransferMemory memory = new TransferMemory(pool, 6, () -> asked.add("room"));

    @Test
    void asksForRoomWhereOthersHaveTheMemory() throws Exception {
        memory.forList();
        assertThat(asked).isEmpty();
        assertThatThrownBy(memory::forList)
                .isInstanceOf(RefusedException.class)
                .hasMessage("other transfers use all of the server's memory; try again later")
                .extracting(e -> ((RefusedException) e).reason())
                .isEqualTo(Reason.BUSY);
        assertThat(asked).hasSize(1);
    }

    @Test
    void asksNobodyForWhatDoesNotFitAtAll() {
        assertThatThrownBy(() -> memory.forFile(1 << 20))
                .hasMessage("this server has too little memory for so large a file (files-memory)")
                .extracting(e -> ((RefusedException) e).reason())
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(asked).isEmpty();
        assertThat(pool.reserved()).isZero();
    }
}
