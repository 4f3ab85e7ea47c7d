package paloma.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Receives each datagram into a slot of the event loop's {@link BufferRing}, so none is ever cut, and ends a batch
 * after {@value #READS_A_BATCH} reads so that answers leave soon and other channels get their turn.
 */
final class RingAllocator implements RecvByteBufAllocator {
    private static final int READS_A_BATCH = 64;

    static final RingAllocator INSTANCE = new RingAllocator();

    private RingAllocator() {}

    @Override
    @SuppressWarnings("deprecation") // the interface asks for this handle until Netty 5
    public Handle newHandle() {
        return new RingHandle();
    }

    private static final class RingHandle implements ExtendedHandle {
        private ChannelConfig config;
        private int reads;
        private int attempted;
        private int last;

        @Override
        public void reset(ChannelConfig channelConfig) {
            config = channelConfig;
            reads = 0;
            BufferRing.ofThread().rewind();
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator fallback) {
            reads++;
            return BufferRing.ofThread().take(fallback);
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return continueReading();
        }

        @Override
        public boolean continueReading() {
            return reads < READS_A_BATCH && last >= 0 && config.isAutoRead();
        }

        @Override
        public int guess() {
            return BufferRing.SLOT_BYTES;
        }

        @Override
        public void incMessagesRead(int messages) {}

        @Override
        public void lastBytesRead(int bytes) {
            last = bytes;
        }

        @Override
        public int lastBytesRead() {
            return last;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attempted = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attempted;
        }

        @Override
        public void readComplete() {}
    }
}
