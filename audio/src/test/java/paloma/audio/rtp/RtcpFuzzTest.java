package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, nothing is thrown, and what is taken can be written and read again. */
@Execution(ExecutionMode.CONCURRENT)
class RtcpFuzzTest {
    private static final int ROUNDS = 100_000;

    private final ByteBuf datagram = Unpooled.buffer();
    private final ByteBuf again = Unpooled.buffer();
    private int sound;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void takesRubbishAsItComes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            check(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void takesPacketsOfRubbish(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            int words = random.nextInt(30);
            byte[] bytes = new byte[4 + 4 * words];
            random.nextBytes(bytes);
            bytes[0] = (byte) (0x80 | random.nextInt(3));
            bytes[1] = (byte) (200 + random.nextInt(6));
            bytes[2] = 0;
            bytes[3] = (byte) words;
            check(bytes);
        }
        assertThat(sound).isGreaterThan(ROUNDS / 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void takesSpoiltCompounds(long seed) {
        Random random = new Random(seed);
        RtcpExample[] examples = RtcpExample.values();
        for (int i = 0; i < ROUNDS; i++) {
            ByteBuf compound = Unpooled.buffer();
            for (int n = random.nextInt(4); n >= 0; n--) {
                compound.writeBytes(examples[random.nextInt(examples.length)].bytes());
            }
            for (int n = random.nextInt(3); n >= 0; n--) {
                compound.setByte(random.nextInt(compound.writerIndex()), random.nextInt());
            }
            check(ByteBufUtil.getBytes(compound));
        }
        assertThat(sound).isGreaterThan(ROUNDS / 10);
    }

    private void check(byte[] bytes) {
        List<RtcpPacket> read = Rtcp.read(datagram.clear().writeBytes(bytes));
        if (read == null || read.isEmpty()) {
            return;
        }
        sound++;
        Rtcp.write(read, again.clear());
        if (!read.equals(Rtcp.read(again))) {
            throw new AssertionError(read + " out of " + ByteBufUtil.hexDump(bytes));
        }
        read.forEach(RtcpFuzzTest::use);
    }

    private static void use(RtcpPacket packet) {
        if (packet instanceof GenericNack nack
                && nack.sequences().size() > 17 * nack.losses().size()) {
            throw new AssertionError(nack.toString());
        }
    }

    @AfterEach
    void nothingIsKept() {
        assertThat(datagram.refCnt()).isEqualTo(1);
        assertThat(datagram.release()).isTrue();
        assertThat(again.release()).isTrue();
    }
}
