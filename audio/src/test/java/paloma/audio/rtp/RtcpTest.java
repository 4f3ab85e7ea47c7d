package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpTest {
    private static List<RtcpPacket> read(byte[] bytes) {
        return Rtcp.read(Unpooled.wrappedBuffer(bytes));
    }

    private static List<RtcpPacket> read(String page) {
        return read(Hex.bytes(page));
    }

    private static byte[] written(RtcpPacket... packets) {
        return Hex.written(out -> Rtcp.write(List.of(packets), out));
    }

    @ParameterizedTest
    @EnumSource
    void readsItsBytes(RtcpExample example) {
        assertThat(read(example.bytes())).containsExactly(example.packet());
    }

    @ParameterizedTest
    @EnumSource
    void writesItsBytes(RtcpExample example) {
        assertThat(written(example.packet())).isEqualTo(example.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void rejectsEveryProperPrefix(RtcpExample example) {
        byte[] bytes = example.bytes();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(read(Arrays.copyOf(bytes, length))).isNull();
        }
    }

    /** What is cut off within a packet must not be found there by a length that is right. */
    @ParameterizedTest
    @EnumSource
    void rejectsOrBearsEveryPrefixThatSaysItsLength(RtcpExample example) {
        byte[] bytes = example.bytes();
        for (int length = 4; length < bytes.length; length += 4) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            prefix[3] = (byte) (length / 4 - 1);
            List<RtcpPacket> read = read(prefix);
            if (read != null) {
                assertThat(written(read.toArray(RtcpPacket[]::new))).isEqualTo(prefix);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesVersionTwoAlone(RtcpExample example) {
        byte[] bytes = example.bytes();
        for (int first = 0; first < 256; first++) {
            bytes[0] = (byte) first;
            List<RtcpPacket> read = read(bytes);
            if (first >> 6 != 2) {
                assertThat(read).isNull();
            } else if (first == (example.bytes()[0] & 0xFF)) {
                assertThat(read).isNotNull();
            }
        }
    }

    @Test
    void readsASenderReportOfAsManyBlocksAsItHasRoomFor() {
        byte[] bytes = RtcpExample.SENDER_REPORT_OF_TWO_BLOCKS.bytes();
        for (int count = 0; count < 32; count++) {
            bytes[0] = (byte) (0x80 | count);
            List<RtcpPacket> read = read(bytes);
            assertThat(read != null).isEqualTo(count <= 2);
            if (read != null) {
                assertThat(((SenderReport) read.get(0)).reports()).hasSize(count);
            }
        }
    }

    @Test
    void passesOverTypesAndFormatsThatItDoesNotKnow() {
        for (int type = 0; type < 256; type++) {
            List<RtcpPacket> read = read(new byte[] {(byte) 0x82, (byte) type, 0, 0});
            if ((type >= 200 && type <= 203) || type == ExtendedReport.TYPE) {
                assertThat(read).as("type %d", type).isNull();
            } else {
                assertThat(read).as("type %d", type).isEmpty();
            }
        }
        assertThat(read("82 cc 00 01 00 00 00 00  80 c9 00 01 de ca fb ad  8f cd 00 00"))
                .containsExactly(RtcpExample.EMPTY_RECEIVER_REPORT.packet());
    }

    @Test
    void readsAllOfACompound() {
        RtcpPacket[] packets =
                Arrays.stream(RtcpExample.values()).map(RtcpExample::packet).toArray(RtcpPacket[]::new);
        byte[] bytes = written(packets);
        assertThat(read(bytes)).containsExactly(packets);
        List<Integer> ends = new ArrayList<>();
        for (int length = 0; length < bytes.length; length++) {
            if (read(Arrays.copyOf(bytes, length)) != null) {
                ends.add(length);
            }
        }
        assertThat(ends).hasSize(packets.length - 1);
    }

    @Test
    void rejectsACompoundThatGoesOnWithRubbish() {
        assertThat(read("80 c9 00 01 de ca fb ad  40 c9 00 01 de ca fb ad")).isNull();
        assertThat(read("80 c9 00 01 de ca fb ad  00")).isNull();
        assertThat(read("80 c9 00 01 de ca fb ad  80 c9 ff ff")).isNull();
    }

    @Test
    void cutsThePaddingOfTheLastPacketAlone() {
        assertThat(read("a0 c9 00 02 de ca fb ad 00 00 00 04"))
                .containsExactly(RtcpExample.EMPTY_RECEIVER_REPORT.packet());
        assertThat(read("a0 c9 00 02 de ca fb ad 00 00 00 04  80 c9 00 01 de ca fb ad"))
                .isNull();
        assertThat(read("a0 cc 00 00")).isNull();
    }

    @Test
    void takesPaddingInWholeWordsWithinThePacket() {
        byte[] bytes = Hex.bytes("a0 c9 00 03 de ca fb ad 00 00 00 00 00 00 00 00");
        for (int padding = 0; padding < 256; padding++) {
            bytes[15] = (byte) padding;
            assertThat(read(bytes) != null).isEqualTo(padding == 4 || padding == 8);
        }
    }

    @Test
    void leavesWhatAProfileAddedToAReport() {
        assertThat(read("80 c9 00 02 de ca fb ad 01 02 03 04"))
                .containsExactly(RtcpExample.EMPTY_RECEIVER_REPORT.packet());
    }

    @Test
    void readsBetweenTheIndexesMovesNeitherAndKeepsNothing() {
        ByteBuf datagram = Hex.buffer("55 80 c9 00 01 de ca fb ad 66").setIndex(1, 9);
        assertThat(Rtcp.read(datagram)).containsExactly(RtcpExample.EMPTY_RECEIVER_REPORT.packet());
        assertThat(datagram.readerIndex()).isEqualTo(1);
        assertThat(datagram.writerIndex()).isEqualTo(9);
        assertThat(datagram.refCnt()).isEqualTo(1);
        assertThat(datagram.release()).isTrue();
    }

    @Test
    void writesNoMoreThanThirtyOneOfAnything() {
        List<ReportBlock> most = Collections.nCopies(31, RtcpExample.Part.BLOCK);
        List<ReportBlock> more = Collections.nCopies(32, RtcpExample.Part.BLOCK);
        assertThat(read(written(new ReceiverReport(1, most)))).containsExactly(new ReceiverReport(1, most));
        assertThatIllegalArgumentException().isThrownBy(() -> written(new ReceiverReport(1, more)));
        assertThatIllegalArgumentException().isThrownBy(() -> written(new Bye(Collections.nCopies(32, 1), "")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 252, 253, 254, 255})
    void readsTextsOfEachLength(int length) {
        Bye bye = Bye.of(1, "x".repeat(length));
        Sdes sdes = new Sdes(List.of(new Sdes.Chunk(1, "y".repeat(length)), new Sdes.Chunk(2, "z")));
        assertThat(read(written(sdes, bye))).containsExactly(sdes, bye);
    }

    @Test
    void writesNoTextOfMoreThan255Bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> written(Bye.of(1, "ü".repeat(128))));
        assertThatIllegalArgumentException().isThrownBy(() -> written(Sdes.of(1, "x".repeat(256))));
    }
}
