package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.transfer.wire.BlockRange;

class StoredTest {
    private static final int WINDOW = 6;
    private static final int SIZE = 5 * Chunks.BYTES + 1_000;

    private final Stored stored = new Stored(SIZE);

    @Test
    void isNothingBeforeTheReceiverHasSaidWhatItHas() {
        assertThat(stored.bytes()).isZero();
        stored.accepted(List.of(), WINDOW);
        assertThat(stored.bytes()).isZero();
    }

    @Test
    void growsWithTheChunksThatTheReceiverHasRoomForAgain() {
        stored.accepted(List.of(), WINDOW);
        stored.credit(WINDOW + 3);
        stored.credit(WINDOW + 2); // overtaken
        assertThat(stored.bytes()).isBetween(2L * Chunks.BYTES + 1_000, 3L * Chunks.BYTES);
        stored.credit(WINDOW + 6);
        assertThat(stored.bytes()).isEqualTo(SIZE);
    }

    @Test
    void countsNoBlockTwiceThatWasHeldOfAChunkThatIsWholeNow() {
        stored.accepted(List.of(new BlockRange(8, 8 + Chunks.BLOCKS)), WINDOW); // half of chunk 0, all of chunk 1
        assertThat(stored.bytes()).isEqualTo(3L * Chunks.BYTES / 2);
        stored.credit(WINDOW + 1);
        assertThat(stored.bytes()).isBetween(3L * Chunks.BYTES / 2, 2L * Chunks.BYTES);
    }

    @Test
    void countsNoChunkThatWasBad() {
        stored.accepted(List.of(), WINDOW);
        stored.credit(WINDOW + 2);
        stored.repair(2);
        assertThat(stored.bytes()).isZero();
    }
}
