package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.transfer.Chunks;

class ChunkPoolTest {
    private final ChunkPool pool = new ChunkPool(2, 1);

    @Test
    void givesAShareNoMoreThanItsSize() {
        ChunkPool.Share share = pool.share(0);
        assertThat(share.size()).isEqualTo(2);
        byte[] first = share.take();
        assertThat(first).hasSize(Chunks.BYTES);
        assertThat(share.take()).isNotNull().isNotSameAs(first);
        assertThat(share.take()).isNull();
        assertThat(pool.taken()).isEqualTo(2);
        share.giveBack(first);
        assertThat(pool.taken()).isEqualTo(1);
        assertThat(share.take()).isSameAs(first);
    }

    @Test
    void takesNoBufferTwiceNorAStranger() {
        ChunkPool.Share share = pool.share(0);
        byte[] buffer = share.take();
        share.giveBack(buffer);
        assertThatThrownBy(() -> share.giveBack(buffer)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> share.giveBack(new byte[Chunks.BYTES])).isInstanceOf(IllegalStateException.class);
        assertThat(pool.taken()).isZero();
    }

    @Test
    void keepsTheLeastForAsManySharesAsItPromised() {
        ChunkPool large = new ChunkPool(100, 20);
        List<ChunkPool.Share> shares = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            shares.add(large.share(0));
        }
        assertThat(shares).doesNotContainNull();
        assertThat(shares.get(0).size()).isEqualTo(32);
        assertThat(shares.get(1).size()).isBetween(10, 31);
        assertThat(shares).allSatisfy(share -> assertThat(share.size()).isGreaterThanOrEqualTo(2));
        assertThat(large.reserved()).isLessThanOrEqualTo(100);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThat(pool.share(1)).isNull();
        ChunkPool.Share all = pool.share(0);
        assertThat(pool.share(0)).isNull();
        all.close();
        assertThat(pool.share(0)).isNotNull();
    }

    @Test
    void waitsForWhatIsOutWhenAShareIsClosed() {
        ChunkPool.Share share = pool.share(0);
        byte[] buffer = share.take();
        share.close();
        share.close();
        assertThat(share.take()).isNull();
        assertThat(pool.reserved()).isEqualTo(1);
        assertThat(pool.share(0)).isNull();
        share.giveBack(buffer);
        assertThat(pool.reserved()).isZero();
        assertThat(pool.share(0).take()).isSameAs(buffer);
    }

    @Test
    void takesBackWhatTheTablesDoNotNeed() {
        ChunkPool large = new ChunkPool(100, 1);
        ChunkPool.Share share = large.share(50);
        int buffers = large.reserved() - 50;
        share.keepTables(3);
        assertThat(large.reserved()).isEqualTo(buffers + 3);
        assertThatThrownBy(() -> share.keepTables(4)).isInstanceOf(IllegalArgumentException.class);
        share.close();
        assertThat(large.reserved()).isZero();
        share.keepTables(1);
        assertThat(large.reserved()).isZero();
    }

    @Test
    void countsTheTablesOfLargeFiles() {
        assertThat(ChunkPool.tables(100)).isZero();
        assertThat(ChunkPool.tables(1 << 20)).as("of 1 TiB").isEqualTo(128);
    }

    @Test
    void keepsWhatItPromisedFromTheTablesOfALargeFile() {
        ChunkPool large = new ChunkPool(32, 10);
        assertThat(large.mostTables()).isEqualTo(12);
        assertThat(large.share(13)).isNull();
        List<ChunkPool.Share> shares = new ArrayList<>(List.of(large.share(12)));
        assertThat(large.share(1)).isNull();
        for (int i = 1; i < 10; i++) {
            shares.add(large.share(0));
        }
        assertThat(shares).doesNotContainNull();
        assertThat(large.reserved()).isEqualTo(32);
    }
}
