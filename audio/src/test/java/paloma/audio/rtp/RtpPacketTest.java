package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpPacketTest {
    private static final String EXAMPLE = """
            80
            8a
            0b b8
            00 00 04 00
            de ca fb ad
            00 01 ff fe
            """;
    private static final RtpPacket PACKET = packet(10, true, 3_000, 1_024, 0xdecafbad, "00 01 ff fe");

    private static RtpPacket packet(
            int payloadType, boolean marker, int sequence, int timestamp, int ssrc, String payload) {
        return new RtpPacket(payloadType, marker, sequence, timestamp, ssrc, Hex.buffer(payload));
    }

    private static RtpPacket read(String page) {
        return RtpPacket.read(Hex.buffer(page));
    }

    @Test
    void readsItsBytes() {
        assertThat(read(EXAMPLE)).isEqualTo(PACKET);
    }

    @Test
    void writesItsBytes() {
        assertThat(Hex.written(PACKET::write)).isEqualTo(Hex.bytes(EXAMPLE));
        assertThat(PACKET.payload().readableBytes()).isEqualTo(4);
    }

    @Test
    void readsTheLargestOfEachField() {
        assertThat(read("80 ff ff ff ff ff ff ff ff ff ff ff")).isEqualTo(packet(127, true, 65_535, -1, -1, ""));
    }

    @Test
    void writesTheLowSixteenBitsOfASequenceNumber() {
        byte[] bytes = Hex.written(packet(0, false, 0x1_0001, 0, 0, "")::write);
        assertThat(bytes).isEqualTo(Hex.bytes("80 00 00 01 00 00 00 00 00 00 00 00"));
    }

    @Test
    void writesEachPayloadTypeWithAndWithoutMarker() {
        for (int type = 0; type < 128; type++) {
            assertThat(Hex.written(packet(type, false, 0, 0, 0, "")::write)[1]).isEqualTo((byte) type);
            assertThat(Hex.written(packet(type, true, 0, 0, 0, "")::write)[1]).isEqualTo((byte) (type | 0x80));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 128, 256})
    void writesNoPayloadTypeOfMoreThanSevenBits(int type) {
        assertThatIllegalArgumentException().isThrownBy(() -> Hex.written(packet(type, false, 0, 0, 0, "")::write));
    }

    @Test
    void passesOverSourcesExtensionAndPadding() {
        assertThat(read("""
                b2 8a 0b b8 00 00 04 00 de ca fb ad
                11 11 11 11 22 22 22 22
                be de 00 01 33 33 33 33
                00 01 ff fe
                00 00 03
                """)).isEqualTo(PACKET);
    }

    @Test
    void readsEveryFirstByteAsItsBitsSay() {
        byte[] datagram = new byte[RtpPacket.HEADER_BYTES + 100];
        datagram[datagram.length - 1] = 5;
        for (int first = 0; first < 256; first++) {
            datagram[0] = (byte) first;
            RtpPacket read = RtpPacket.read(Unpooled.wrappedBuffer(datagram));
            assertThat(read != null).as("first byte %d", first).isEqualTo(first / 64 == 2);
            if (read != null) {
                int padding = (first & 0x20) != 0 ? 5 : 0;
                int extension = (first & 0x10) != 0 ? 4 : 0;
                assertThat(read.payload().readableBytes()).isEqualTo(100 - padding - extension - first % 16 * 4);
            }
        }
    }

    @Test
    void readsEverySecondByteAsMarkerAndType() {
        byte[] datagram = Hex.bytes(EXAMPLE);
        for (int second = 0; second < 256; second++) {
            datagram[1] = (byte) second;
            RtpPacket read = RtpPacket.read(Unpooled.wrappedBuffer(datagram));
            assertThat(read.marker()).isEqualTo(second >= 128);
            assertThat(read.payloadType()).isEqualTo(second % 128);
        }
    }

    @Test
    void rejectsEveryPrefixOfAHeader() {
        for (int length = 0; length < RtpPacket.HEADER_BYTES; length++) {
            assertThat(RtpPacket.read(Hex.buffer(EXAMPLE).writerIndex(length))).isNull();
        }
        ByteBuf header = Hex.buffer(EXAMPLE).writerIndex(RtpPacket.HEADER_BYTES);
        assertThat(RtpPacket.read(header).payload().isReadable()).isFalse();
    }

    @Test
    void rejectsEveryPrefixThatEndsBeforeThePayload() {
        ByteBuf datagram = Hex.buffer("""
                92 8a 0b b8 00 00 04 00 de ca fb ad
                11 11 11 11 22 22 22 22
                be de 00 01 33 33 33 33
                """);
        for (int length = 0; length < 28; length++) {
            assertThat(RtpPacket.read(datagram.duplicate().writerIndex(length))).isNull();
        }
        assertThat(RtpPacket.read(datagram)).isNotNull();
    }

    @Test
    void rejectsAnExtensionLongerThanTheDatagram() {
        assertThat(read("90 0a 00 00 00 00 00 00 00 00 00 00  00 00 ff ff 00 00 00 00"))
                .isNull();
    }

    @Test
    void takesPaddingOfNoMoreThanThePayload() {
        for (int padding = 0; padding < 256; padding++) {
            byte[] datagram = Hex.bytes("a0 0a 00 00 00 00 00 00 00 00 00 00  01 02 03 04");
            datagram[15] = (byte) padding;
            RtpPacket read = RtpPacket.read(Unpooled.wrappedBuffer(datagram));
            assertThat(read != null).isEqualTo(padding >= 1 && padding <= 4);
            if (read != null) {
                assertThat(read.payload().readableBytes()).isEqualTo(4 - padding);
            }
        }
        assertThat(read("a0 0a 00 00 00 00 00 00 00 00 00 01")).isNull();
    }

    @Test
    void readsBetweenTheIndexesAndMovesNeither() {
        ByteBuf datagram = Hex.buffer("55 55" + EXAMPLE + "66").setIndex(2, 18);
        RtpPacket read = RtpPacket.read(datagram);
        assertThat(read).isEqualTo(PACKET);
        assertThat(datagram.readerIndex()).isEqualTo(2);
        assertThat(datagram.writerIndex()).isEqualTo(18);
        assertThat(datagram.refCnt()).isEqualTo(1);
        assertThat(datagram.release()).isTrue();
        assertThat(read.payload().refCnt()).isZero();
    }

    @Test
    void comesInOrderAcrossTheWrap() {
        List<RtpPacket> packets = new ArrayList<>();
        for (int sequence : new int[] {1, 65_534, 0, 2, 65_535}) {
            packets.add(packet(10, false, sequence, 0, 0, ""));
        }
        packets.sort(Comparator.comparingLong(packet -> Sequence.extend16(65_535, packet.sequence())));
        assertThat(packets).extracting(RtpPacket::sequence).containsExactly(65_534, 65_535, 0, 1, 2);
    }
}
