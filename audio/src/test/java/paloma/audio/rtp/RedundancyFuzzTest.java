package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import paloma.audio.fuzz.Datagrams;
import paloma.audio.fuzz.FuzzTest;

class RedundancyFuzzTest extends FuzzTest {
    private static final List<byte[]> EXAMPLES = List.of(
            Hex.bytes("8a100004 0a 0001fffe 0003fffc"),
            Hex.bytes("0a 0003fffc"),
            Hex.bytes("e0fffc02 e0000001 60 1111 22 3333"),
            Hex.bytes("8a000000".repeat(Redundancy.MAX_EARLIER) + "0a"));

    private final ByteBuf again = Unpooled.buffer();

    RedundancyFuzzTest() {
        super(1_500, 16_384);
    }

    @Override
    protected List<byte[]> examples() {
        return EXAMPLES;
    }

    @Override
    protected int soakInputs() {
        return 1_500_000;
    }

    @Override
    protected boolean check(byte[] input) {
        Redundancy all = Datagrams.decode(Datagrams.of(input), Redundancy::read);
        if (all == null) {
            return false;
        }
        assertThat(all.earlier()).hasSizeLessThanOrEqualTo(Redundancy.MAX_EARLIER);
        all.write(again.clear());
        assertThat(again).isEqualTo(Unpooled.wrappedBuffer(input));
        assertThat(Redundancy.read(again)).isEqualTo(all);
        return true;
    }
}
