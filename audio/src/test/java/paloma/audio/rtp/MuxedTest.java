package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MuxedTest {
    private static Muxed of(int... bytes) {
        ByteBuf datagram = Unpooled.buffer();
        for (int value : bytes) {
            datagram.writeByte(value);
        }
        return Muxed.of(datagram);
    }

    @Test
    void looksForVersionTwo() {
        for (int first = 0; first < 256; first++) {
            assertThat(of(first, 10)).isEqualTo(first / 64 == 2 ? Muxed.RTP : Muxed.OTHER);
            assertThat(of(first, 200)).isEqualTo(first / 64 == 2 ? Muxed.RTCP : Muxed.OTHER);
        }
    }

    @Test
    void tellsRtcpByItsTypes() {
        for (int second = 0; second < 256; second++) {
            boolean isRtcp = second >= 192 && second <= 223;
            assertThat(of(0x80, second)).isEqualTo(isRtcp ? Muxed.RTCP : Muxed.RTP);
        }
    }

    @Test
    void knowsNothingByLessThanTwoBytes() {
        assertThat(of()).isEqualTo(Muxed.OTHER);
        assertThat(of(0x80)).isEqualTo(Muxed.OTHER);
    }

    @ParameterizedTest
    @EnumSource
    void tellsEachPacketOfOurs(RtcpExample example) {
        assertThat(Muxed.of(Unpooled.wrappedBuffer(example.bytes()))).isEqualTo(Muxed.RTCP);
    }

    @Test
    void tellsEachPayloadTypeOfOurs() {
        for (boolean marker : new boolean[] {false, true}) {
            for (int type = 0; type < 128; type++) {
                ByteBuf out = Unpooled.buffer();
                RtpPacket.writeHeader(out, type, marker, 1, 2, 3);
                boolean isUsable = type < 64 || type > 95 || !marker;
                assertThat(Muxed.of(out)).isEqualTo(isUsable ? Muxed.RTP : Muxed.RTCP);
            }
        }
    }
}
