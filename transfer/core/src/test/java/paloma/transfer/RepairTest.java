package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Repair;

/** A chunk that is bad is asked for until it is there again. */
class RepairTest {
    private static final long REPEAT_NANOS = 200_000_000;

    private final TestKeys keys = new TestKeys();
    private final List<Integer> written = new ArrayList<>();
    private final Receiver receiver = new Receiver(keys, 10, List.of(), 4, new Sink(), 0);
    private long now = 1;

    @Test
    void repeatsARepairThoughLateCopiesOfTheBadBytesCome() {
        data(0, 0, 10);
        receiver.onHashes(1, new Hashes(List.of(new ChunkHash(0, new byte[32]))), now);
        receiver.written(0, false);
        assertThat(repair().entries()).containsExactly(new Repair.Entry(0, 1));
        data(0, 0, 5);
        assertThat(repair()).isNull();
        now += REPEAT_NANOS;
        assertThat(repair().entries()).containsExactly(new Repair.Entry(0, 1));
        data(2, 0, 10);
        now += REPEAT_NANOS;
        assertThat(repair()).isNull();
        assertThat(written).containsExactly(0, 0);
        receiver.written(0, false);
        assertThat(repair().entries()).containsExactly(new Repair.Entry(0, 2));
    }

    private void data(int number, long offset, int length) {
        receiver.onData(number, new Data(true, offset, Unpooled.buffer().writeZero(length)), now);
    }

    /** Returns the Repair that is to leave now, or null; passes over acknowledgements. */
    private Repair repair() {
        for (Frame frame : keys.said(receiver, Unpooled.buffer(), now)) {
            if (frame instanceof Repair repair) {
                return repair;
            }
            assertThat(frame).isInstanceOf(Ack.class);
        }
        return null;
    }

    private final class Sink implements ChunkSink {
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
        public void write(int index, byte[] buffer, int length, byte[] hash) {
            written.add(index);
        }

        @Override
        public void check(int index, byte[] hash) {
            throw new AssertionError("nothing is held");
        }

        @Override
        public void zero(int index, byte[] hash) {
            throw new AssertionError("nothing is a hole");
        }

        @Override
        public void finish(byte[][] hashes, byte[] root) {
            throw new AssertionError("nothing is whole");
        }
    }
}
