package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import paloma.audio.fuzz.Datagrams;
import paloma.audio.fuzz.FuzzTest;

class RtpPacketFuzzTest extends FuzzTest {
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
        super(1_500, 8_192);
    }

    @Override
    protected List<byte[]> examples() {
        return EXAMPLES;
    }

    @Override
    protected int soakInputs() {
        return 2_000_000;
    }

    @Override
    protected boolean check(byte[] input) {
        ByteBuf datagram = Datagrams.of(input);
        RtpPacket packet = Datagrams.decode(datagram, RtpPacket::read);
        int headerBytes = Datagrams.decode(datagram, RtpPacket::headerBytes);
        Datagrams.decode(datagram, Muxed::of);
        if (packet == null) {
            return false;
        }
        assertThat(headerBytes).isBetween(RtpPacket.HEADER_BYTES, input.length);
        assertThat(packet.payload().readableBytes()).isLessThanOrEqualTo(input.length - headerBytes);
        packet.write(again.clear());
        assertThat(RtpPacket.read(again)).isEqualTo(packet);
        return true;
    }
}
