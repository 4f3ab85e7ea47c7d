package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.wire.BlockRange;

/** What is sent of a file: as many chunks as the receiver grants. */
class OutChunksTest {
    private static final int CHUNKS = 5;

    private final Queue<Integer> toRead = new ArrayDeque<>();
    private long packet;

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

    @Test
    void sendsOfAChunkWhatTheOtherSideDoesNotHold() {
        OutChunks chunks = chunks(1);
        chunks.heldBy(List.of(new BlockRange(0, 2), new BlockRange(3, 12)));
        assertThat(pieces(chunks)).containsExactly("131072+65536", "983040+65536");
    }

    @Test
    void passesOverWhatIsHeldOfAChunkThatIsBegun() {
        OutChunks chunks = chunks(1);
        OutChunk begun = nextOf(chunks);
        chunks.sent(begun, packet++, 1_000);
        chunks.heldBy(List.of(new BlockRange(0, 1), new BlockRange(2, 14)));
        assertThat(chunks.isMissing(0, 1_000)).as("held").isFalse();
        assertThat(pieces(chunks)).containsExactly("65536+65536");
    }

    @Test
    void isDoneWithAChunkOfWhichTheRestWasAcknowledgedBeforeItIsHeld() {
        OutChunks chunks = chunks(1);
        OutChunk begun = nextOf(chunks);
        chunks.sent(begun, packet++, Chunks.BLOCK_BYTES);
        chunks.acked(packet, 0, Chunks.BLOCK_BYTES);
        chunks.heldBy(List.of(new BlockRange(1, 15)));
        assertThat(chunks.find(0)).isNull();
        assertThat(nextOf(chunks)).as("the credit is used").isNull();
    }

    @Test
    void takesTheCreditBackOfAChunkThatIsHeldInFull() {
        OutChunks chunks = chunks(1);
        OutChunk begun = nextOf(chunks);
        chunks.sent(begun, packet++, 1_000);
        chunks.heldBy(List.of(new BlockRange(0, 16)));
        assertThat(nextOf(chunks).index).isEqualTo(1);
    }

    @Test
    void sendsAllOfAChunkThatWasBadThough() {
        OutChunks chunks = chunks(2);
        chunks.heldBy(List.of(new BlockRange(0, 2), new BlockRange(3, 13), new BlockRange(16, 64)));
        assertThat(pieces(chunks)).containsExactly("131072+65536");
        chunks.repair(0);
        assertThat(pieces(chunks)).containsExactly("0+1048576");
    }

    @Test
    void countsNoPacketOfTheFirstTimeForAChunkThatIsSentAgain() {
        OutChunks chunks = chunks(9);
        assertThat(begun(chunks)).isEqualTo(CHUNKS);
        long first = packet;
        chunks.repair(0);
        OutChunk again = nextOf(chunks);
        chunks.acked(first, 0, Chunks.BYTES);
        assertThat(chunks.isMissing(0, 1_000)).as("it is not sent yet").isFalse();
        packet++;
        chunks.sent(again, packet, 1_000);
        chunks.acked(first, 0, Chunks.BYTES);
        assertThat(chunks.find(0)).isSameAs(again);
        assertThat(chunks.isMissing(0, 1_000)).isTrue();
        chunks.acked(packet, 0, 1_000);
        assertThat(chunks.isMissing(0, 1_000)).isFalse();
    }

    /** Sends what may be sent, and returns it. */
    private List<String> pieces(OutChunks chunks) {
        List<String> pieces = new ArrayList<>();
        for (OutChunk next = nextOf(chunks); next != null; next = nextOf(chunks)) {
            int from = next.sent();
            int length = next.unsent();
            pieces.add(Chunks.offsetOf(next.index) + from + "+" + length);
            chunks.sent(next, packet++, length);
            chunks.acked(packet, Chunks.offsetOf(next.index) + from, length);
        }
        return pieces;
    }

    private OutChunk nextOf(OutChunks chunks) {
        chunks.readAhead();
        while (!toRead.isEmpty()) {
            chunks.read(toRead.remove(), new byte[0]);
        }
        return chunks.next();
    }

    private OutChunks chunks(long credit) {
        return new OutChunks((long) CHUNKS * Chunks.BYTES, (int) credit, new Source());
    }

    /** Sends what may be sent, all of it acknowledged at once, and returns how many chunks that was. */
    private int begun(OutChunks chunks) {
        int begun = 0;
        for (OutChunk next = nextOf(chunks); next != null; next = nextOf(chunks)) {
            chunks.sent(next, packet++, next.length);
            chunks.acked(packet, Chunks.offsetOf(next.index), next.length);
            begun++;
        }
        return begun;
    }

    private final class Source implements ChunkSource {
        @Override
        public void read(int index, boolean mayBeHole) {
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
