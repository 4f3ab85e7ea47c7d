package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.rtp.Parity;
import paloma.audio.rtp.ParityMaker;
import paloma.audio.rtp.RtpPacket;

class FecDecoderTest {
    private static final int SSRC = 7;
    private static final int COLUMNS = 4;

    private final Counts counts = new Counts();
    private final FecDecoder fecDecoder = new FecDecoder(SSRC, counts);

    private static ByteBuf packet(int sequence, int bytes) {
        byte[] sound = new byte[bytes];
        new Random(sequence & 0xFFFF).nextBytes(sound);
        ByteBuf out = Unpooled.buffer();
        RtpPacket.writeHeader(out, 10, false, sequence, 256 * sequence, SSRC);
        return out.writeBytes(sound);
    }

    private static ByteBuf packet(int sequence) {
        return packet(sequence, 40 + 4 * (sequence & 3));
    }

    private static Parity row(int first, int ssrc) {
        ParityMaker maker = new ParityMaker(100, ssrc, 0);
        for (int i = 0; i < COLUMNS; i++) {
            maker.add(packet(first + i));
        }
        ByteBuf out = Unpooled.buffer();
        maker.write(out);
        return Parity.read(out);
    }

    private void come(int... sequences) {
        for (int sequence : sequences) {
            fecDecoder.came(sequence & 0xFFFF, packet(sequence));
        }
    }

    /** Until there is parity, nothing is held. */
    private void begin(int first) {
        come(first - 1);
        fecDecoder.take(row(first - COLUMNS, SSRC + 1));
        assertThat(fecDecoder.poll()).isNull();
    }

    private void assertGives(int sequence) {
        ByteBuf made = fecDecoder.poll();
        assertThat(made).isNotNull();
        assertThat(ByteBufUtil.getBytes(made)).isEqualTo(ByteBufUtil.getBytes(packet(sequence)));
        assertThat(fecDecoder.poll()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void givesTheOneThatIsMissing(int missing) {
        begin(100);
        for (int i = 0; i < COLUMNS; i++) {
            if (i != missing) {
                come(100 + i);
            }
        }
        assertThat(fecDecoder.take(row(100, SSRC + 1))).isTrue();
        assertGives(100 + missing);
        assertThat(counts.malformed).isZero();
    }

    @Test
    void waitsForTheSecondThatIsMissing() {
        begin(100);
        come(100, 103);
        fecDecoder.take(row(100, SSRC + 1));
        assertThat(fecDecoder.poll()).isNull();
        come(104, 105, 102);
        assertGives(101);
    }

    @Test
    void takesParityThatComesBeforeTheLastOfItsRow() {
        begin(100);
        come(100, 101);
        fecDecoder.take(row(100, SSRC + 1));
        come(103);
        assertGives(102);
    }

    @Test
    void goesOnOverTheWrapAround() {
        begin(65_534);
        come(65_534, 65_535, 65_537);
        fecDecoder.take(row(65_534, SSRC + 1));
        assertGives(65_536);
    }

    @Test
    void givesNothingWhereNothingIsMissing() {
        begin(100);
        come(100, 101, 102, 103);
        fecDecoder.take(row(100, SSRC + 1));
        assertThat(fecDecoder.poll()).isNull();
        assertThat(counts.malformed).isZero();
    }

    @Test
    void countsParityOfOthersAndOfAnotherTime() {
        begin(100);
        come(100, 101, 102);
        Parity sound = row(100, SSRC + 1);
        assertThat(fecDecoder.take(new Parity(0, 0, SSRC, SSRC, 100, COLUMNS, sound.parity())))
                .isFalse();
        assertThat(fecDecoder.take(new Parity(0, 0, 9, 8, 100, COLUMNS, sound.parity())))
                .isFalse();
        assertThat(fecDecoder.take(new Parity(0, 0, 9, SSRC, 300, COLUMNS, sound.parity())))
                .isFalse();
        assertThat(fecDecoder.take(new Parity(0, 0, 9, SSRC, 65_000, COLUMNS, sound.parity())))
                .isFalse();
        ByteBuf large = Unpooled.wrappedBuffer(new byte[FecDecoder.MAX_BYTES + 1]);
        assertThat(fecDecoder.take(new Parity(0, 0, 9, SSRC, 100, COLUMNS, large)))
                .isFalse();
        assertThat(counts.malformed).isEqualTo(5);
        assertThat(fecDecoder.poll()).isNull();
    }

    /** A row that was lied about leaves a length or bytes behind that no packet has. */
    @Test
    void countsParityThatGivesNoPacket() {
        begin(100);
        come(100, 101, 102, 105);
        ByteBuf lie = row(100, SSRC + 1).parity();
        lie.setByte(2, 0x7F);
        fecDecoder.take(new Parity(0, 0, 9, SSRC, 100, COLUMNS, lie));
        assertThat(fecDecoder.poll()).isNull();
        assertThat(counts.malformed).isEqualTo(1);
    }

    @Test
    void passesOverPacketsTooLongToHold() {
        begin(100);
        fecDecoder.came(100, packet(100, FecDecoder.MAX_BYTES));
        come(101, 102);
        fecDecoder.take(row(100, SSRC + 1));
        assertThat(fecDecoder.poll()).isNull();
    }

    /** Whatever comes, nothing is thrown, and each row gives one packet at most. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void takesRubbishAsItComes(long seed) {
        Random random = new Random(seed);
        int made = 0;
        int rows = 0;
        for (int i = 0; i < 20_000; i++) {
            come(random.nextInt(200));
            byte[] bytes = new byte[Parity.HEADER_BYTES + random.nextInt(100)];
            random.nextBytes(bytes);
            bytes[2] = 0;
            bytes[3] &= 63;
            int columns = 1 + random.nextInt(Parity.MAX_COLUMNS);
            ByteBuf parity = Unpooled.wrappedBuffer(bytes);
            rows += fecDecoder.take(new Parity(i, 0, 9, SSRC, random.nextInt(200), columns, parity)) ? 1 : 0;
            while (fecDecoder.poll() != null) {
                made++;
            }
        }
        assertThat(rows).isGreaterThan(1_000);
        assertThat(made).isLessThanOrEqualTo(rows);
        assertThat(counts.malformed).isPositive();
    }
}
