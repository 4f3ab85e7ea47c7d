package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.protection.PacketOpener;
import paloma.transfer.protection.PacketSealer;
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.Wire;

/** A receiver that acknowledges what it has not seen gives itself away (RFC 9000, sections 13.1 and 21.4). */
class OptimisticAckTest {
    private static final int CHUNKS = 40;
    private static final long MILLI = 1_000_000;

    private final PacketSealer sealer = new PacketSealer(1);
    private final PacketOpener opener = new PacketOpener(1, new byte[32], null);
    private final ByteBuf out = Unpooled.buffer();
    private long now = 5_000 * MILLI;
    private final Sender sender;

    OptimisticAckTest() {
        sealer.established(new byte[32]);
        Zeros zeros = new Zeros();
        sender = new Sender(
                sealer,
                (long) CHUNKS * Chunks.BYTES,
                Wire.SAFE_BYTES,
                Wire.SAFE_BYTES,
                CHUNKS,
                new Macroflow(CongestionControl.model(Wire.SAFE_BYTES)),
                zeros,
                now);
        zeros.arrive();
    }

    @Test
    void whoAcknowledgesWhatIsStillToComeIsCaughtAtOnce() {
        long last = send();
        assertThat(sender.onAck(0, upTo(last + 1), now)).isFalse();
    }

    @RepeatedTest(20)
    void whoAcknowledgesEverythingIsCaughtWithinTheFirstHundredPackets() {
        long last = 0;
        boolean caught = false;
        for (int ack = 0; !caught && last < 100; ack++) {
            last = send();
            caught = !sender.onAck(ack, upTo(last), now);
        }
        assertThat(caught).isTrue();
    }

    @Test
    void whoAcknowledgesWhatHeSawIsNot() {
        AckScheduler acks = new AckScheduler(now);
        for (int round = 0; round < 300; round++) {
            sendAnd(number -> acks.came(number, 1_000, true, now));
            assertThat(sender.onAck(round, acks.ack(CHUNKS, now), now)).isTrue();
        }
        assertThat(sender.skippedNumbers()).isPositive();
        assertThat(acks.received().missing()).isEqualTo(sender.skippedNumbers());
    }

    private Ack upTo(long number) {
        return new Ack(CHUNKS, (int) number, 0, 0, new int[] {(int) number, 0});
    }

    /** Sends what may leave, and returns the last number. */
    private long send() {
        return sendAnd(number -> {});
    }

    private long sendAnd(LongConsumer seen) {
        now += 50 * MILLI;
        long last = opener.largest();
        while (sender.poll(out.clear(), now) > 0) {
            last = opener.open(out);
            seen.accept(last);
            now += MILLI;
        }
        return last;
    }

    /** A disk that has everything at once, when it is let. */
    private final class Zeros implements ChunkSource {
        private final List<Runnable> waiting = new ArrayList<>();
        private boolean here;

        void arrive() {
            here = true;
            waiting.forEach(Runnable::run);
        }

        private void soon(Runnable work) {
            if (here) {
                work.run();
            } else {
                waiting.add(work);
            }
        }

        @Override
        public void read(int index, boolean mayBeHole) {
            soon(() -> sender.chunkRead(index, new byte[Chunks.BYTES]));
        }

        @Override
        public void hash(int index) {}

        @Override
        public void root(byte[][] hashes) {}

        @Override
        public void release(byte[] buffer) {}
    }
}
