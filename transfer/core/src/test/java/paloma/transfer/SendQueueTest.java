package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import paloma.transfer.Piece.FileBytes;
import paloma.transfer.congestion.CongestionControl;

/** The end of a file of one chunk, in packets of 1,200 bytes. */
class SendQueueTest {
    private static final int SIZE = 600_000;
    private static final int BYTES = 1_200;
    private static final long COPY_NANOS = 5_000_000;

    private final SentPackets packets = new SentPackets(new Macroflow(CongestionControl.cubic(1_472)));
    private final LossTally tally = new LossTally();
    private final OutChunks chunks = new OutChunks(SIZE, 1, new NoDisk());
    private final SendQueue queue = new SendQueue(
            new TestKeys(),
            SIZE,
            chunks,
            new OutHashes(1, new NoDisk()),
            new PathMtu(BYTES, BYTES, BYTES),
            new RttEstimator(),
            packets,
            tally);

    @Test
    void sendsTheLastHundredthTwiceWherePacketsWereLost() {
        tally.lost(0, BYTES);
        long last = sendAll();
        assertThat(queue.wakeNanos()).isEqualTo(COPY_NANOS);

        long copied = drain(COPY_NANOS);

        assertThat(copied).isBetween(SIZE / 100L, SIZE / 100L + BYTES);
        assertThat(packets.piece(packets.next() - 1)).isEqualTo(packets.piece(last));
        assertThat(queue.wakeNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void sendsNothingTwiceThatHasArrivedMeanwhile() {
        tally.lost(0, BYTES);
        long last = sendAll();
        for (long n = last - 8; n <= last; n++) {
            packets.settled(n, 1);
            queue.acked(n);
        }
        assertThat(drain(COPY_NANOS)).isZero();
    }

    @Test
    void sendsNothingTwiceWhereNothingWasLost() {
        sendAll();
        assertThat(queue.wakeNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(drain(COPY_NANOS)).isZero();
    }

    @Test
    void sendsNothingTwiceWhereSoFewAreLostThatNoneOfTheLastIsLikelyToBe() {
        tally.lost(0, BYTES);
        for (int i = 0; i < 20; i++) {
            tally.arrived(1);
        }
        sendAll();
        assertThat(queue.wakeNanos()).isEqualTo(Long.MAX_VALUE);
    }

    /** Sends the file once and returns the number of its last packet. */
    private long sendAll() {
        chunks.readAhead();
        chunks.read(0, new byte[Chunks.BYTES]);
        assertThat(drain(0)).isGreaterThan(SIZE);
        assertThat(packets.piece(packets.next() - 1)).isInstanceOf(FileBytes.class);
        return packets.next() - 1;
    }

    /** Returns the bytes that leave. */
    private long drain(long now) {
        ByteBuf out = Unpooled.buffer(BYTES);
        long all = 0;
        for (int bytes = queue.write(out, now, false); bytes > 0; bytes = queue.write(out.clear(), now, false)) {
            all += bytes;
        }
        return all;
    }

    private static final class NoDisk implements ChunkSource {
        @Override
        public void read(int index, boolean mayBeHole) {}

        @Override
        public void hash(int index) {}

        @Override
        public void root(byte[][] hashes) {}

        @Override
        public void release(byte[] buffer) {}
    }
}
