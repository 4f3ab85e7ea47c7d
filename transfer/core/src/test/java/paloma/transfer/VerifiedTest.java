package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Hashes;

/** What the receiver says once the file is whole. */
class VerifiedTest {
    private static final long MILLI = 1_000_000;
    private static final int LENGTH = 10;

    private final TestKeys keys = new TestKeys();
    private final Receiver receiver = new Receiver(keys, LENGTH, List.of(), 4, new Sink(), 0);

    @Test
    void repeatsNoAcknowledgementBehindTheWordThatAllIsVerified() {
        whole();
        assertThat(saidAt(0)).hasOnlyElementsOfType(Ack.class).hasSize(1);

        receiver.finished(26 * MILLI, new byte[0]);

        assertThat(saidAt(26)).hasOnlyElementsOfType(Done.class).hasSize(1);
        assertThat(saidAt(50)).hasOnlyElementsOfType(Done.class).hasSize(1);
        assertThat(receiver.wakeNanos()).isEqualTo(250 * MILLI);
    }

    @Test
    void acknowledgesNothingThatHadComeBeforeTheWordThatAllIsVerified() {
        receiver.onData(0, data(), 0);
        assertThat(saidAt(0)).hasOnlyElementsOfType(Ack.class).hasSize(1);
        hashes();
        assertThat(saidAt(0)).isEmpty();

        receiver.finished(26 * MILLI, new byte[0]);

        assertThat(saidAt(26)).hasOnlyElementsOfType(Done.class).hasSize(1);
    }

    @Test
    void acknowledgesWhatStillComesBehindTheWordThatAllIsVerified() {
        whole();
        saidAt(0);
        receiver.finished(1 * MILLI, new byte[0]);
        saidAt(1);

        receiver.onData(2, data(), 2 * MILLI);

        assertThat(saidAt(2)).hasOnlyElementsOfType(Ack.class).hasSize(1);
    }

    private void whole() {
        receiver.onData(0, data(), 0);
        hashes();
    }

    private void hashes() {
        receiver.onHashes(
                1,
                new Hashes(List.of(new ChunkHash(0, new byte[32]), new ChunkHash(ChunkHash.ROOT_INDEX, new byte[32]))),
                0);
        receiver.written(0, true);
    }

    private static Data data() {
        return new Data(true, 0, Unpooled.buffer().writeZero(LENGTH));
    }

    private List<Frame> saidAt(long millis) {
        return keys.said(receiver, Unpooled.buffer(), millis * MILLI);
    }

    private static final class Sink implements ChunkSink {
        @Override
        public byte[] buffer() {
            return new byte[Chunks.BYTES];
        }

        @Override
        public void release(byte[] buffer) {}

        @Override
        public void load(int index, byte[] buffer, int blocks) {
            throw new AssertionError("nothing is held");
        }

        @Override
        public void save(int index, byte[] buffer, int blocks) {
            throw new AssertionError("nothing stays incomplete");
        }

        @Override
        public void write(int index, byte[] buffer, int length, byte[] hash) {}

        @Override
        public void check(int index, byte[] hash) {}

        @Override
        public void zero(int index, byte[] hash) {
            throw new AssertionError("nothing is a hole");
        }

        @Override
        public void finish(byte[][] hashes, byte[] root) {}
    }
}
