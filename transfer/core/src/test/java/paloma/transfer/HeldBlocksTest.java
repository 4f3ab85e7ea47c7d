package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Repair;

/** A receiver that has blocks of a chunk on its disk, and saves those that come. */
class HeldBlocksTest {
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final int BLOCK = Chunks.BLOCK_BYTES;
    private static final byte OLD = 1;
    private static final byte NEW = 2;

    /** Three blocks, the last one short. */
    private static final int LENGTH = 2 * BLOCK + 5;

    private final TestKeys keys = new TestKeys();
    private final List<String> asked = new ArrayList<>();
    private byte[] written;
    private byte[] buffer;
    private long now;
    private int number;

    private Receiver receiver(BlockRange... held) {
        return new Receiver(keys, LENGTH, List.of(held), 4, new Sink(), now);
    }

    @Test
    void loadsWhatItHoldsWhenTheFirstBytesOfTheChunkCome() {
        Receiver receiver = receiver(new BlockRange(0, 1), new BlockRange(2, 1));
        assertThat(asked).isEmpty();
        data(receiver, BLOCK, BLOCK);
        data(receiver, BLOCK + 10, 10);
        assertThat(asked).containsExactly("load 101");
        hash(receiver);
        loaded(receiver, 0b101);
        assertThat(asked).containsExactly("load 101", "write");
        assertThat(written)
                .startsWith(bytes(OLD, BLOCK))
                .endsWith(bytes(OLD, 5))
                .contains(NEW);
        assertThat(receiver.receivedBytes()).isEqualTo(BLOCK);
    }

    @Test
    void leavesBlocksAloneThatTheDiskIsLoadingThoughTheirBytesCome() {
        Receiver receiver = receiver(new BlockRange(0, 1), new BlockRange(2, 1));
        data(receiver, BLOCK - 100, 200);
        data(receiver, 2 * BLOCK - 3, 8);
        assertThat(buffer[BLOCK - 1]).isZero();
        assertThat(buffer[BLOCK]).isEqualTo(NEW);
        assertThat(buffer[2 * BLOCK - 1]).isEqualTo(NEW);
        assertThat(buffer[2 * BLOCK]).isZero();
        assertThat(receiver.receivedBytes()).isEqualTo(103);
    }

    /** The first bytes of a put leave before the sender knows what is held: they are superfluous, not repeated. */
    @Test
    void countsAsRepeatedOnlyWhatHadComeBefore() {
        Receiver holder = receiver(new BlockRange(0, 3));
        data(holder, 0, 1_000);
        data(holder, 0, 1_000);
        assertThat(holder.repeatedBytes()).isZero();

        Receiver part = receiver(new BlockRange(0, 1));
        data(part, 0, BLOCK + 10);
        assertThat(part.repeatedBytes()).isZero();

        Receiver fresh = receiver();
        data(fresh, 0, 1_000);
        data(fresh, 900, 300);
        assertThat(fresh.repeatedBytes()).isEqualTo(100);
        data(fresh, 0, BLOCK);
        data(fresh, BLOCK, BLOCK + 5);
        hash(fresh);
        fresh.written(0, true);
        data(fresh, 2 * BLOCK, 5);
        assertThat(fresh.repeatedBytes()).isEqualTo(100 + 1_200 + 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0b000, 0b001, 0b100})
    void hasAChunkSentAgainOfWhichABlockIsNotAsItWas(int good) {
        Receiver receiver = receiver(new BlockRange(0, 1), new BlockRange(2, 1));
        int credit = receiver.credit();
        data(receiver, BLOCK, BLOCK);
        hash(receiver);
        loaded(receiver, good);
        assertThat(repair(receiver).entries()).containsExactly(new Repair.Entry(0, 1));
        assertThat(receiver.credit()).as("it is begun twice").isEqualTo(credit + 1);
        assertThat(asked).containsExactly("load 101");
        data(receiver, 0, BLOCK);
        data(receiver, 2 * BLOCK, 5);
        assertThat(asked).containsExactly("load 101", "write");
        now += SECOND_NANOS;
        assertThat(repair(receiver)).isNull();
        assertThat(written).startsWith(bytes(good == 0b001 ? OLD : NEW, BLOCK));
        assertThat(written).endsWith(bytes(good == 0b100 ? OLD : NEW, 5));
    }

    @Test
    void doesNotCountOnItsBlocksAnyMoreWhenTheChunkWasWrong() {
        Receiver receiver = receiver(new BlockRange(0, 1));
        data(receiver, BLOCK, BLOCK + 5);
        hash(receiver);
        loaded(receiver, 0b001);
        receiver.written(0, false);
        data(receiver, BLOCK, BLOCK + 5);
        assertThat(asked).containsExactly("load 1", "write");
        data(receiver, 0, BLOCK);
        assertThat(asked).containsExactly("load 1", "write", "write");
    }

    @Test
    void savesTheBlocksOfAChunkThatStaysIncompleteForASecond() {
        Receiver receiver = receiver();
        data(receiver, 0, BLOCK + 10);
        now += SECOND_NANOS - 1;
        poll(receiver);
        assertThat(asked).isEmpty();
        assertThat(receiver.wakeNanos()).isLessThanOrEqualTo(now + 1);
        now++;
        poll(receiver);
        assertThat(asked).containsExactly("save 1");
        receiver.saved(0);
        now += SECOND_NANOS;
        poll(receiver);
        assertThat(asked).as("nothing new").containsExactly("save 1");
        data(receiver, BLOCK + 10, BLOCK - 10);
        now += SECOND_NANOS;
        poll(receiver);
        assertThat(asked).containsExactly("save 1", "save 10");
    }

    @Test
    void savesNothingThatIsCompleteWithinASecond() {
        Receiver receiver = receiver();
        data(receiver, 0, BLOCK + 10);
        hash(receiver);
        now += SECOND_NANOS - 1;
        poll(receiver);
        data(receiver, BLOCK + 10, BLOCK - 5);
        receiver.written(0, true);
        now += 10 * SECOND_NANOS;
        poll(receiver);
        receiver.close();
        assertThat(asked).containsExactly("write");
    }

    @Test
    void savesNoBlockThatTheDiskHas() {
        Receiver receiver = receiver(new BlockRange(0, 1));
        data(receiver, BLOCK, BLOCK);
        loaded(receiver, 0b001);
        now += SECOND_NANOS;
        poll(receiver);
        assertThat(asked).containsExactly("load 1", "save 10");
    }

    @Test
    void givesTheDiskNoBufferThatItHasAlready() {
        Receiver receiver = receiver();
        hash(receiver);
        data(receiver, 0, BLOCK);
        now += SECOND_NANOS;
        poll(receiver);
        data(receiver, BLOCK, BLOCK + 5);
        now += SECOND_NANOS;
        poll(receiver);
        assertThat(asked).containsExactly("save 1");
        receiver.saved(0);
        assertThat(asked).containsExactly("save 1", "write");
    }

    @Test
    void savesWhatIsCompleteWhenItIsClosed() {
        Receiver receiver = receiver();
        data(receiver, 0, 2 * BLOCK - 1);
        receiver.close();
        assertThat(asked).containsExactly("save 1");
    }

    @Test
    void givesTheBufferBackOfAChunkOfWhichNoBlockIsComplete() {
        Receiver receiver = receiver();
        data(receiver, 1, BLOCK);
        receiver.close();
        assertThat(asked).containsExactly("release");
    }

    @Test
    void leavesTheBufferToTheDiskThatUsesIt() {
        Receiver receiver = receiver(new BlockRange(0, 1));
        data(receiver, BLOCK, BLOCK);
        receiver.close();
        assertThat(asked).containsExactly("load 1");
    }

    private void data(Receiver receiver, long offset, int length) {
        receiver.onData(number++, new Data(true, offset, Unpooled.wrappedBuffer(bytes(NEW, length))), now);
    }

    private void hash(Receiver receiver) {
        receiver.onHashes(number++, new Hashes(List.of(new ChunkHash(0, new byte[32]))), now);
    }

    private void loaded(Receiver receiver, int good) {
        for (int block = 0; block < Chunks.BLOCKS; block++) {
            if (Chunks.has(good, block)) {
                Arrays.fill(buffer, Chunks.blockFrom(block), Chunks.blockTo(block, LENGTH), OLD);
            }
        }
        receiver.loaded(0, good);
    }

    private Repair repair(Receiver receiver) {
        return (Repair) poll(receiver).stream()
                .filter(Repair.class::isInstance)
                .findFirst()
                .orElse(null);
    }

    private List<Frame> poll(Receiver receiver) {
        return keys.said(receiver, Unpooled.buffer(), now);
    }

    private static byte[] bytes(byte value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, value);
        return bytes;
    }

    private final class Sink implements ChunkSink {
        @Override
        public byte[] buffer() {
            buffer = new byte[Chunks.BYTES];
            return buffer;
        }

        @Override
        public void release(byte[] released) {
            asked.add("release");
        }

        @Override
        public void load(int index, byte[] into, int blocks) {
            asked.add("load " + Integer.toBinaryString(blocks));
        }

        @Override
        public void save(int index, byte[] from, int blocks) {
            asked.add("save " + Integer.toBinaryString(blocks));
        }

        @Override
        public void write(int index, byte[] from, int length, byte[] hash) {
            asked.add("write");
            written = Arrays.copyOf(from, length);
        }

        @Override
        public void check(int index, byte[] hash) {
            throw new AssertionError("no chunk is held");
        }

        @Override
        public void zero(int index, byte[] hash) {
            throw new AssertionError("nothing is a hole");
        }

        @Override
        public void finish(byte[][] hashes, byte[] root) {}
    }
}
