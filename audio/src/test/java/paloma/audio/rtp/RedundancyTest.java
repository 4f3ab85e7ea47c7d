package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.audio.rtp.Redundancy.Block;

class RedundancyTest {
    private static final String EXAMPLE = """
            8a 10 00 04
            0a
            00 01 ff fe
            00 03 ff fc
            """;
    private static final Redundancy ONE =
            new Redundancy(List.of(block(10, 1_024, "00 01 ff fe")), 10, Hex.buffer("00 03 ff fc"));

    private static Block block(int payloadType, int timestampOffset, String payload) {
        return new Block(payloadType, timestampOffset, Hex.buffer(payload));
    }

    private static Redundancy of(int timestampOffset, int bytes) {
        Block block = new Block(10, timestampOffset, Unpooled.wrappedBuffer(new byte[bytes]));
        return new Redundancy(List.of(block), 10, Unpooled.EMPTY_BUFFER);
    }

    private static Redundancy read(String page) {
        return Redundancy.read(Hex.buffer(page));
    }

    @Test
    void readsItsBytes() {
        assertThat(read(EXAMPLE)).isEqualTo(ONE);
    }

    @Test
    void writesItsBytes() {
        assertThat(Hex.written(ONE::write)).isEqualTo(Hex.bytes(EXAMPLE));
        assertThat(ONE.primary().readableBytes()).isEqualTo(4);
    }

    @Test
    void readsSeveralBlocksOldestFirst() {
        String page = "ff ff fc 01  80 00 04 02  85 00 00 00  7f  aa  bb cc";
        Redundancy several = new Redundancy(
                List.of(block(127, 16_383, "aa"), block(0, 1, "bb cc"), block(5, 0, "")), 127, Unpooled.EMPTY_BUFFER);
        assertThat(read(page)).isEqualTo(several);
        assertThat(Hex.written(several::write)).isEqualTo(Hex.bytes(page));
    }

    @Test
    void isAPlainPayloadWithoutEarlierBlocks() {
        Redundancy plain = new Redundancy(List.of(), 10, Hex.buffer("01 02"));
        assertThat(read("0a 01 02")).isEqualTo(plain);
        assertThat(Hex.written(plain::write)).isEqualTo(Hex.bytes("0a 01 02"));
        assertThat(read("0a").primary().isReadable()).isFalse();
    }

    @Test
    void rejectsEveryPrefixThatCutsAnEarlierBlock() {
        byte[] bytes = Hex.bytes(EXAMPLE);
        for (int length = 0; length < 9; length++) {
            assertThat(Redundancy.read(Unpooled.wrappedBuffer(Arrays.copyOf(bytes, length))))
                    .isNull();
        }
        for (int length = 9; length <= bytes.length; length++) {
            Redundancy read = Redundancy.read(Unpooled.wrappedBuffer(Arrays.copyOf(bytes, length)));
            assertThat(read.earlier()).isEqualTo(ONE.earlier());
            assertThat(read.primary().readableBytes()).isEqualTo(length - 9);
        }
    }

    @Test
    void takesEveryFirstByte() {
        byte[] bytes = Hex.bytes(EXAMPLE);
        for (int first = 0; first < 256; first++) {
            bytes[0] = (byte) first;
            Redundancy read = Redundancy.read(Unpooled.wrappedBuffer(bytes));
            assertThat(read.earlier()).hasSize(first >= 128 ? 1 : 0);
            int type = first >= 128 ? read.earlier().get(0).payloadType() : read.payloadType();
            assertThat(type).isEqualTo(first % 128);
        }
    }

    @Test
    void takesNoMoreBlocksThanAreOfUse() {
        assertThat(read("80 00 00 00 ".repeat(16) + "0a").earlier()).hasSize(16);
        assertThat(read("80 00 00 00 ".repeat(17) + "0a")).isNull();
        assertThat(read("80 00 00 00 ".repeat(300))).isNull();
        Redundancy more = new Redundancy(Collections.nCopies(17, block(1, 1, "")), 1, Unpooled.EMPTY_BUFFER);
        assertThatIllegalArgumentException().isThrownBy(() -> Hex.written(more::write));
    }

    @Test
    void knowsWhatFits() {
        assertThat(Redundancy.fits(0, 0)).isTrue();
        assertThat(Redundancy.fits(16_383, 1_023)).isTrue();
        assertThat(Redundancy.fits(16_384, 1)).isFalse();
        assertThat(Redundancy.fits(-1, 1)).isFalse();
        assertThat(Redundancy.fits(1, 1_024)).isFalse();
    }

    @Test
    void writesNothingThatDoesNotFit() {
        Redundancy largest = of(16_383, 1_023);
        assertThat(Redundancy.read(Unpooled.wrappedBuffer(Hex.written(largest::write))))
                .isEqualTo(largest);
        assertThatIllegalArgumentException().isThrownBy(() -> Hex.written(of(16_384, 1)::write));
        assertThatIllegalArgumentException().isThrownBy(() -> Hex.written(of(1, 1_024)::write));
        Redundancy unknown = new Redundancy(List.of(), 128, Unpooled.EMPTY_BUFFER);
        assertThatIllegalArgumentException().isThrownBy(() -> Hex.written(unknown::write));
    }

    @Test
    void saysHowMuchStandsInFront() {
        assertThat(Redundancy.headerBytes(0)).isEqualTo(1);
        assertThat(Redundancy.headerBytes(1)).isEqualTo(Hex.bytes(EXAMPLE).length - 8);
    }

    @Test
    void readsBetweenTheIndexesAndMovesNeither() {
        ByteBuf payload = Hex.buffer("80" + EXAMPLE + "66").setIndex(1, 14);
        assertThat(Redundancy.read(payload)).isEqualTo(ONE);
        assertThat(payload.readerIndex()).isEqualTo(1);
        assertThat(payload.writerIndex()).isEqualTo(14);
        assertThat(payload.refCnt()).isEqualTo(1);
        assertThat(payload.release()).isTrue();
    }
}
