package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import paloma.audio.fuzz.DecoderFuzzTest;

class RedundancyFuzzTest extends DecoderFuzzTest<Redundancy> {
    private static final List<byte[]> EXAMPLES = List.of(
            Hex.bytes("8a100004 0a 0001fffe 0003fffc"),
            Hex.bytes("0a 0003fffc"),
            Hex.bytes("e0fffc02 e0000001 60 1111 22 3333"),
            Hex.bytes("8a000000".repeat(Redundancy.MAX_EARLIER) + "0a"));

    private final ByteBuf again = Unpooled.buffer();

    RedundancyFuzzTest() {
        super(Redundancy::read, EXAMPLES, 1_500_000, 16_384);
    }

    @Override
    protected void check(Redundancy all, byte[] input) {
        assertThat(all.earlier()).hasSizeLessThanOrEqualTo(Redundancy.MAX_EARLIER);
        all.write(again.clear());
        assertThat(again).isEqualTo(Unpooled.wrappedBuffer(input));
        assertThat(Redundancy.read(again)).isEqualTo(all);
    }
}
