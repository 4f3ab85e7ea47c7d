package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChunkPoolTest {
    private final ChunkPool pool = new ChunkPool(2);

    @Test
    void givesNoMoreThanItsLimit() {
        byte[] first = pool.take();
        assertThat(first).hasSize(Chunks.BYTES);
        assertThat(pool.take()).isNotNull().isNotSameAs(first);
        assertThat(pool.take()).isNull();
        assertThat(pool.refusals()).isEqualTo(1);
        assertThat(pool.taken()).isEqualTo(2);
        pool.giveBack(first);
        assertThat(pool.taken()).isEqualTo(1);
        assertThat(pool.take()).isSameAs(first);
    }

    @Test
    void takesNoBufferTwiceNorAStranger() {
        byte[] buffer = pool.take();
        pool.giveBack(buffer);
        assertThatThrownBy(() -> pool.giveBack(buffer)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.giveBack(new byte[Chunks.BYTES])).isInstanceOf(IllegalStateException.class);
        assertThat(pool.taken()).isZero();
    }
}
