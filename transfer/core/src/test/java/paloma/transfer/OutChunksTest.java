package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent of a file: as many chunks as the receiver grants. */
class OutChunksTest {
    private static final int CHUNKS = 5;

    private final Queue<Integer> toRead = new ArrayDeque<>();

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "4,4", "0x7FFFFFFF,5", "0x80000000,5", "0xFFFFFFFE,5", "0xFFFFFFFF,5"})
    void beginsAsManyChunksAsTheCreditSays(String credit, int expected) {
        assertThat(begun(chunks(Long.decode(credit)))).isEqualTo(expected);
        OutChunks chunks = chunks(0);
        chunks.credit(Long.decode(credit).intValue());
        assertThat(begun(chunks)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 0x80000000L, 0xFFFFFFFFL})
    void takesNoCreditBack(long credit) {
        OutChunks chunks = chunks(credit);
        chunks.credit(0);
        chunks.credit(2);
        assertThat(begun(chunks)).isEqualTo((int) Math.min(CHUNKS, credit));
    }

    @Test
    void growsWithTheCreditThroughTheSignBit() {
        OutChunks chunks = chunks(0x7FFFFFFFL);
        chunks.credit(0x80000000);
        chunks.credit(1);
        assertThat(begun(chunks)).isEqualTo(CHUNKS);
    }

    private OutChunks chunks(long credit) {
        return new OutChunks((long) CHUNKS * Chunks.BYTES, (int) credit, new Source());
    }

    /** Sends what may be sent, all of it acknowledged at once, and returns how many chunks that was. */
    private int begun(OutChunks chunks) {
        int begun = 0;
        while (true) {
            chunks.readAhead();
            while (!toRead.isEmpty()) {
                chunks.read(toRead.remove(), new byte[0]);
            }
            OutChunk next = chunks.next();
            if (next == null) {
                return begun;
            }
            chunks.sent(next, next.length);
            chunks.acked(Chunks.offsetOf(next.index), next.length);
            begun++;
        }
    }

    private final class Source implements ChunkSource {
        @Override
        public void read(int index) {
            toRead.add(index);
        }

        @Override
        public void hash(int index) {}

        @Override
        public void root(byte[][] hashes) {}

        @Override
        public void release(byte[] buffer) {}
    }
}
