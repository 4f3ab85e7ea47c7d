package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class L16Test {
    private static final short[] SAMPLES = {1, -2, 32_767, -32_768, 0x1234};
    private static final String BYTES = "00 01 ff fe 7f ff 80 00 12 34";

    @Test
    void writesItsBytes() {
        assertThat(Hex.written(out -> L16.write(SAMPLES, 0, 5, out))).isEqualTo(Hex.bytes(BYTES));
        assertThat(Hex.written(out -> L16.write(SAMPLES, 1, 2, out))).isEqualTo(Hex.bytes("ff fe 7f ff"));
    }

    @Test
    void readsItsBytes() {
        short[] read = new short[7];
        ByteBuf in = Hex.buffer(BYTES);
        L16.read(in, read, 1, 5);
        assertThat(read).containsExactly(0, 1, -2, 32_767, -32_768, 0x1234, 0);
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void carriesEverySampleAtEveryPlace() {
        short[] samples = new short[65_536 + 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) i;
        }
        for (int from = 0; from < 4; from++) {
            int count = samples.length - from;
            ByteBuf bytes = Unpooled.wrappedBuffer(writtenFrom(samples, from, count));
            for (int i = 0; i < count; i++) {
                assertThat(bytes.getShort(2 * i)).isEqualTo(samples[from + i]);
            }
            short[] read = new short[count];
            L16.read(bytes, read, 0, count);
            assertThat(read).isEqualTo(Arrays.copyOfRange(samples, from, samples.length));
        }
    }

    private static byte[] writtenFrom(short[] samples, int from, int count) {
        return Hex.written(out -> L16.write(samples, from, count, out));
    }

    @Test
    void touchesNothingBesideWhatWasAskedFor() {
        Random random = new Random(1);
        ByteBuf out = Unpooled.directBuffer();
        for (int i = 0; i < 10_000; i++) {
            short[] samples = new short[random.nextInt(40)];
            int from = random.nextInt(samples.length + 1);
            int count = random.nextInt(samples.length - from + 1);
            L16.write(samples, from, count, out.clear());
            assertThat(out.readableBytes()).isEqualTo(2 * count);
            L16.read(out.setZero(0, 2 * count), filled(samples), from, count);
            for (int k = 0; k < samples.length; k++) {
                assertThat(samples[k]).isEqualTo((short) (k >= from && k < from + count ? 0 : -1));
            }
        }
        assertThat(out.refCnt()).isEqualTo(1);
        assertThat(out.release()).isTrue();
    }

    private static short[] filled(short[] samples) {
        Arrays.fill(samples, (short) -1);
        return samples;
    }

    @Test
    void makesNoGarbageToSpeakOf() {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        short[] samples = new short[600];
        ByteBuf out = Unpooled.directBuffer(1_200, 1_200);
        int rounds = 10_000;
        long taken = 0;
        for (int i = -rounds; i < rounds; i++) {
            if (i == 0) {
                taken = memory.getCurrentThreadAllocatedBytes();
            }
            L16.write(samples, 0, samples.length, out.clear());
            L16.read(out, samples, 0, samples.length);
        }
        taken = memory.getCurrentThreadAllocatedBytes() - taken;
        assertThat(out.release()).isTrue();
        assertThat(taken / rounds).isLessThan(32);
    }
}
