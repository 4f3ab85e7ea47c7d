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
 * Throws rubbish at the decoders of messages and frames, from a seed. {@code mvn verify} throws a little;
 * {@code -Dtest=WireFuzzTest -Dfuzz.inputs=10000000} throws ten million of each kind.
 */
class WireFuzzTest {
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 20_000);

    /** A record, its list and what a list of numbers takes beside them; the rest must come from the datagram's length. */
    private static final int FIXED_BYTES = 2_048;

    private static final int BYTES_A_BYTE = 32;

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ByteBuf datagram = Unpooled.wrappedBuffer(new byte[2_048]).clear();
    private int sound;

    @Test
    void takesAnythingAsContentOrAsNothing() {
        Random random = new Random(20261125);
        for (int i = 0; i < INPUTS; i++) {
            Example example = Example.values()[random.nextInt(Example.values().length)];
            byte[] bytes = new byte[random.nextInt(1 + random.nextInt(300))];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextInt(8) > 0) {
                bytes[0] = (byte) example.type();
            }
            check(example.layer(), bytes);
        }
        end();
    }

    @Test
    void takesSoundContentWithAFaultAsContentOrAsNothing() {
        Random random = new Random(20261126);
        AnyMessage any = new AnyMessage(random);
        for (int i = 0; i < INPUTS; i++) {
            Object content = any.next();
            byte[] bytes = Layer.encode(content);
            for (int faults = 1 + random.nextInt(3); faults > 0; faults--) {
                bytes = spoilt(bytes, random);
            }
            check(Layer.of(content), bytes);
        }
        assertThat(sound).isGreaterThan(INPUTS / 20);
        end();
    }

    private static byte[] spoilt(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(Math.min(bytes.length, 80));
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length + 4));
            }
            case 1 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
            case 2 -> bytes[at] = (byte) random.nextInt();
            default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private void check(Layer layer, byte[] bytes) {
        long limit = FIXED_BYTES + (long) BYTES_A_BYTE * bytes.length;
        long first = memoryToDecode(layer, bytes);
        // The first time may load a class.
        if (Math.min(first, memoryToDecode(layer, bytes)) > limit) {
            throw new AssertionError("more than " + limit + " bytes of memory for " + ByteBufUtil.hexDump(bytes));
        }
        Object read = layer.decode(bytes);
        if (read != null && !(read instanceof Request request && request.kind() == null)) {
            sound++;
            byte[] again = Layer.encode(read);
            Object second = layer.decode(again);
            if (second == null || !Arrays.equals(Layer.encode(second), again)) {
                throw new AssertionError(read + " out of " + ByteBufUtil.hexDump(bytes));
            }
        }
    }

    private long memoryToDecode(Layer layer, byte[] bytes) {
        datagram.clear().writeBytes(bytes);
        long before = memory.getCurrentThreadAllocatedBytes();
        layer.decode(datagram);
        return memory.getCurrentThreadAllocatedBytes() - before;
    }

    private void end() {
        assertThat(datagram.refCnt()).isEqualTo(1);
        assertThat(datagram.release()).isTrue();
    }
}
