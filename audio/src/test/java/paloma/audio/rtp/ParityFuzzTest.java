package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import paloma.audio.fuzz.DecoderFuzzTest;

/** Parity, and what is restored from it beside sound packets. */
class ParityFuzzTest extends DecoderFuzzTest<Parity> {
    private static final int MAX_BYTES = 1_200;
    private static final ByteBuf ROW_MATE = Hex.buffer("800a0bb8 00000400 decafbad 0001fffe");
    private static final List<byte[]> EXAMPLES = List.of(
            Hex.bytes("817a0007 00000800 0badcafe decafbad 40800000 00000c00 0bb80200 00020002"),
            Hex.bytes("817a0007 00000800 0badcafe decafbad 400a0004 00000400 0bb80100 0001fffe"),
            Hex.bytes("b17affff ffffffff 0badcafe decafbad 00000000 7f80000c 00000c00 0bb81001 00020002 00000004"));

    private final ParityBits bits = new ParityBits(MAX_BYTES);
    private final ByteBuf restored = Unpooled.buffer(MAX_BYTES, MAX_BYTES);

    ParityFuzzTest() {
        super(Parity::read, EXAMPLES, 1_500_000, 8_192);
    }

    @Override
    protected void check(Parity parity, byte[] input) {
        assertThat(parity.columns()).isBetween(1, Parity.MAX_COLUMNS);
        if (bits.fitsParity(parity.parity())) {
            restore(parity);
        }
    }

    private void restore(Parity parity) {
        bits.clear();
        bits.addParity(parity.parity());
        bits.add(ROW_MATE);
        if (bits.writePacket(parity.first(), parity.source(), restored.clear())) {
            RtpPacket packet = RtpPacket.read(restored);
            assertThat(packet == null || packet.sequence() == parity.first()).isTrue();
            assertThat(restored.readableBytes()).isBetween(RtpPacket.HEADER_BYTES, MAX_BYTES);
        }
    }
}
