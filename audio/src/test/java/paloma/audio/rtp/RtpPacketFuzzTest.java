package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import paloma.audio.fuzz.Datagrams;
import paloma.audio.fuzz.DecoderFuzzTest;

class RtpPacketFuzzTest extends DecoderFuzzTest<RtpPacket> {
    private static final List<byte[]> EXAMPLES = List.of(
            Hex.bytes("808a0bb8 00000400 decafbad 0001fffe"),
            Hex.bytes("800b0bb9 00000404 decafbad"),
            // two contributing sources
            Hex.bytes("82600000 fffffffc decafbad 00000001 00000002 000100020003"),
            // an extension of one word
            Hex.bytes("900a0001 00000000 00000001 bede0001 10aa0000 00010002"),
            // one source, an empty extension and four bytes of padding
            Hex.bytes("b10affff 7fffffff ffffffff 11223344 00000000 00010002 00000004"));

    private final ByteBuf again = Unpooled.buffer();

    RtpPacketFuzzTest() {
        super(RtpPacketFuzzTest::read, EXAMPLES, 2_000_000, 8_192);
    }

    private static RtpPacket read(ByteBuf datagram) {
        RtpPacket.headerBytes(datagram);
        Muxed.of(datagram);
        return RtpPacket.read(datagram);
    }

    @Override
    protected void check(RtpPacket packet, byte[] input) {
        int headerBytes = RtpPacket.headerBytes(Datagrams.of(input));
        assertThat(headerBytes).isBetween(RtpPacket.HEADER_BYTES, input.length);
        assertThat(packet.payload().readableBytes()).isLessThanOrEqualTo(input.length - headerBytes);
        packet.write(again.clear());
        assertThat(RtpPacket.read(again)).isEqualTo(packet);
    }
}
