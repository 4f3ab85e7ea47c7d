package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Wire;

/** What the receiver says that it has, after the sender has begun. */
class HeldTest {
    private static final int CHUNKS = 10;

    private final Set<Integer> read = new TreeSet<>();
    private final Set<Integer> hashed = new TreeSet<>();
    private final Sender sender = new Sender(
            new TestKeys(),
            (long) CHUNKS * Chunks.BYTES,
            Wire.SAFE_BYTES,
            Wire.SAFE_BYTES,
            1,
            new Macroflow(CongestionControl.model(Wire.SAFE_BYTES)),
            new Source(),
            0);

    @Test
    void hashesEachChunkThatIsHeldThere() {
        assertThat(read).containsExactly(0, 1, 2);

        sender.accepted(List.of(new BlockRange(0, (long) CHUNKS * Chunks.BLOCKS)), 1, Wire.SAFE_BYTES, 0);
        for (int i = 0; i < CHUNKS; i++) {
            sender.chunkHashed(i, new byte[32]);
        }

        assertThat(read).containsExactly(0, 1, 2);
        assertThat(hashed).containsExactly(3, 4, 5, 6, 7, 8, 9);
    }

    private final class Source implements ChunkSource {
        @Override
        public void read(int index, boolean mayBeHole) {
            read.add(index);
        }

        @Override
        public void hash(int index) {
            hashed.add(index);
        }

        @Override
        public void root(byte[][] hashes) {}

        @Override
        public void release(byte[] buffer) {}
    }
}
