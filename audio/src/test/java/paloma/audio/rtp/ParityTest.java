package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParityTest {
    private static final String FIRST = "80 8a 0b b8  00 00 04 00  de ca fb ad  00 01 ff fe";
    private static final String SECOND = "80 0a 0b b9  00 00 08 00  de ca fb ad  00 03 ff fc";
    private static final String EXAMPLE = """
            81 7a 00 07
            00 00 08 00
            0b ad ca fe
            de ca fb ad
            40 80 00 00
            00 00 0c 00
            0b b8 02 00
            00 02 00 02
            """;
    private static final int MIN_BYTES = 28;
    private static final int SSRC = 0xdecafbad;
    private static final int MAX_BYTES = 300;

    private static Parity read(byte[] bytes) {
        return Parity.read(Unpooled.wrappedBuffer(bytes));
    }

    private static Parity with(int at, int value) {
        byte[] bytes = Hex.bytes(EXAMPLE);
        bytes[at] = (byte) value;
        return read(bytes);
    }

    /** Returns what is left when all but one are taken together with the parity, or null where that is no packet. */
    private static byte[] rest(List<byte[]> packets, int missing, Parity parity) {
        ParityBits bits = new ParityBits(MAX_BYTES);
        bits.addParity(parity.parity());
        for (int i = 0; i < packets.size(); i++) {
            if (i != missing) {
                bits.add(Unpooled.wrappedBuffer(packets.get(i)));
            }
        }
        ByteBuf out = Unpooled.buffer();
        return bits.writePacket(parity.first() + missing, parity.source(), out) ? ByteBufUtil.getBytes(out) : null;
    }

    private static byte[] made(List<byte[]> packets, int sequence) {
        ParityMaker maker = new ParityMaker(MAX_BYTES, 0x0badcafe, sequence);
        packets.forEach(packet -> maker.add(Unpooled.wrappedBuffer(packet)));
        assertThat(maker.columns()).isEqualTo(packets.size());
        return Hex.written(maker::write);
    }

    @Test
    void looksAsItsPageSays() {
        assertThat(made(List.of(Hex.bytes(FIRST), Hex.bytes(SECOND)), 7)).isEqualTo(Hex.bytes(EXAMPLE));
    }

    @Test
    void readsItsBytes() {
        String parity = "40 80 00 00  00 00 0c 00  0b b8 02 00  00 02 00 02";
        assertThat(read(Hex.bytes(EXAMPLE)))
                .isEqualTo(new Parity(7, 2_048, 0x0badcafe, SSRC, 3_000, 2, Hex.buffer(parity)));
    }

    @Test
    void givesEitherPacketBack() {
        List<byte[]> packets = List.of(Hex.bytes(FIRST), Hex.bytes(SECOND));
        Parity parity = read(Hex.bytes(EXAMPLE));
        assertThat(rest(packets, 0, parity)).isEqualTo(packets.get(0));
        assertThat(rest(packets, 1, parity)).isEqualTo(packets.get(1));
    }

    @Test
    void beginsEachRowAnew() {
        ParityMaker maker = new ParityMaker(MAX_BYTES, 0x0badcafe, 6);
        maker.add(Unpooled.wrappedBuffer(new byte[MAX_BYTES]));
        Hex.written(maker::write);
        maker.add(Unpooled.wrappedBuffer(new byte[MAX_BYTES]));
        maker.clear();
        maker.add(Hex.buffer(FIRST));
        maker.add(Hex.buffer(SECOND));
        assertThat(Hex.written(maker::write)).isEqualTo(Hex.bytes(EXAMPLE));
    }

    /** Of any lengths, with padding, extension and contributing sources, over the wrap-around. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 16})
    void givesBackEveryPacketOfARow(int columns) {
        Random random = new Random(columns);
        for (int round = 0; round < 300; round++) {
            List<byte[]> packets = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                packets.add(packet(random, 65_530 + i));
            }
            Parity parity = read(made(packets, random.nextInt()));
            assertThat(parity.columns()).isEqualTo(columns);
            for (int missing = 0; missing < columns; missing++) {
                assertThat(rest(packets, missing, parity)).isEqualTo(packets.get(missing));
            }
        }
    }

    private static byte[] packet(Random random, int sequence) {
        byte[] rest = new byte[random.nextInt(MAX_BYTES - RtpPacket.HEADER_BYTES + 1)];
        random.nextBytes(rest);
        ByteBuf out = Unpooled.buffer();
        RtpPacket.writeHeader(out, random.nextInt(128), random.nextBoolean(), sequence, random.nextInt(), SSRC);
        out.setByte(0, 0x80 | random.nextInt(64)).writeBytes(rest);
        return ByteBufUtil.getBytes(out);
    }

    @Test
    void rejectsEveryPrefixThatCutsItsHeaders() {
        byte[] bytes = Hex.bytes(EXAMPLE);
        for (int length = 0; length < MIN_BYTES; length++) {
            assertThat(read(Arrays.copyOf(bytes, length)))
                    .as("%d bytes", length)
                    .isNull();
        }
        for (int length = MIN_BYTES; length <= bytes.length; length++) {
            assertThat(read(Arrays.copyOf(bytes, length)).parity().readableBytes())
                    .isEqualTo(length - 16);
        }
    }

    /** One contributing source, or it says nothing of what it protects; padding there may be, an extension is none here. */
    @Test
    void takesNoFirstByteButItsOwn() {
        for (int first = 0; first < 256; first++) {
            assertThat(with(0, first) != null).as("%d", first).isEqualTo((first & 0xDF) == 0x81);
        }
    }

    /** R says that it is a packet again, F=0 that a mask follows. */
    @Test
    void takesRowsAlone() {
        for (int first = 0; first < 256; first++) {
            assertThat(with(16, first) != null).as("%d", first).isEqualTo(first >>> 6 == 1);
        }
        for (int columns = 0; columns < 256; columns++) {
            assertThat(with(26, columns) != null).as("%d columns", columns).isEqualTo(columns >= 1 && columns <= 16);
        }
        for (int rows = 0; rows < 256; rows++) {
            assertThat(with(27, rows) != null).as("%d rows", rows).isEqualTo(rows <= 1);
        }
    }

    @Test
    void readsBetweenTheIndexesAndMovesNeither() {
        ByteBuf datagram = Hex.buffer("80" + EXAMPLE + "66").setIndex(1, 33);
        assertThat(Parity.read(datagram)).isEqualTo(read(Hex.bytes(EXAMPLE)));
        assertThat(datagram.readerIndex()).isEqualTo(1);
        assertThat(datagram.writerIndex()).isEqualTo(33);
        assertThat(datagram.refCnt()).isEqualTo(1);
        assertThat(datagram.release()).isTrue();
    }

    @Test
    void givesNoPacketThatIsLongerThanWhatCame() {
        byte[] bytes = Hex.bytes(EXAMPLE);
        bytes[18] = 1;
        assertThat(rest(List.of(Hex.bytes(FIRST), Hex.bytes(SECOND)), 0, read(bytes)))
                .isNull();
    }

    /** As that of another stream leaves. */
    @Test
    void givesNoPacketWhereMoreIsLeftBehindIt() {
        byte[] bytes = Arrays.copyOf(Hex.bytes(EXAMPLE), 33);
        assertThat(rest(List.of(Hex.bytes(FIRST), Hex.bytes(SECOND)), 0, read(bytes)))
                .isNotNull();
        bytes[32] = 1;
        assertThat(rest(List.of(Hex.bytes(FIRST), Hex.bytes(SECOND)), 0, read(bytes)))
                .isNull();
    }

    @Test
    void knowsWhatFits() {
        ParityBits bits = new ParityBits(16);
        assertThat(bits.fits(11)).isFalse();
        assertThat(bits.fits(12)).isTrue();
        assertThat(bits.fits(16)).isTrue();
        assertThat(bits.fits(17)).isFalse();
        assertThat(bits.fitsParity(Unpooled.wrappedBuffer(new byte[16]))).isTrue();
        assertThat(bits.fitsParity(Unpooled.wrappedBuffer(new byte[17]))).isFalse();
    }
}
