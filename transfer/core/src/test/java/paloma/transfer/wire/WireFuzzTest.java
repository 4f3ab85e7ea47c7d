package paloma.transfer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Throws rubbish with a right checksum at the decoder, from a seed. {@code mvn verify} throws a little;
 * {@code -Dtest=WireFuzzTest -Dfuzz.inputs=10000000} throws ten million of each kind.
 */
class WireFuzzTest {
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 20_000);

    /** A record, its list and what a list of numbers takes beside them; the rest must come from the datagram's length. */
    private static final int FIXED_BYTES = 2_048;

    private static final int BYTES_A_BYTE = 32;

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ByteBuf datagram = Unpooled.directBuffer(2_048);
    private int sound;

    @Test
    void takesAnythingAsAMessageOrAsNothing() {
        Random random = new Random(20261125);
        for (int i = 0; i < INPUTS; i++) {
            byte[] bytes = new byte[4 + random.nextInt(1 + random.nextInt(300))];
            random.nextBytes(bytes);
            if (bytes.length > 4 && random.nextInt(8) > 0) {
                bytes[4] = (byte) Example.values()[random.nextInt(Example.values().length)].message.type();
            }
            check(bytes);
        }
        end();
    }

    @Test
    void takesSoundMessagesWithAFaultAsAMessageOrAsNothing() {
        Random random = new Random(20261126);
        AnyMessage any = new AnyMessage(random);
        for (int i = 0; i < INPUTS; i++) {
            byte[] bytes = Sealed.encoded(any.next());
            for (int faults = 1 + random.nextInt(3); faults > 0; faults--) {
                bytes = spoilt(bytes, random);
            }
            check(bytes);
        }
        assertThat(sound).isGreaterThan(INPUTS / 20);
        end();
    }

    private static byte[] spoilt(byte[] bytes, Random random) {
        int at = 4 + random.nextInt(Math.max(1, Math.min(bytes.length, 80) - 4));
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(bytes, 4 + random.nextInt(bytes.length));
            }
            case 1 -> bytes[Math.min(at, bytes.length - 1)] = (byte) (random.nextBoolean() ? 0xFF : 0);
            case 2 -> bytes[Math.min(at, bytes.length - 1)] = (byte) random.nextInt();
            default -> bytes[Math.min(at, bytes.length - 1)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private void check(byte[] bytes) {
        Sealed.sealed(bytes);
        long limit = FIXED_BYTES + (long) BYTES_A_BYTE * bytes.length;
        long first = memoryToDecode(bytes);
        // The first time may load a class.
        if (Math.min(first, memoryToDecode(bytes)) > limit) {
            throw new AssertionError("more than " + limit + " bytes of memory for " + ByteBufUtil.hexDump(bytes));
        }
        Message read = Sealed.decoded(bytes);
        if (read != null) {
            sound++;
            byte[] again = Sealed.encoded(read);
            Message second = Sealed.decoded(again);
            if (second == null || !Arrays.equals(Sealed.encoded(second), again)) {
                throw new AssertionError(read + " out of " + ByteBufUtil.hexDump(bytes));
            }
        }
    }

    private long memoryToDecode(byte[] bytes) {
        datagram.clear().writeBytes(bytes);
        long before = memory.getCurrentThreadAllocatedBytes();
        Wire.decode(datagram);
        return memory.getCurrentThreadAllocatedBytes() - before;
    }

    private void end() {
        assertThat(datagram.refCnt()).isEqualTo(1);
        assertThat(datagram.release()).isTrue();
    }
}
