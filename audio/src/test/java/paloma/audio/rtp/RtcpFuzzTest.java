package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import paloma.audio.fuzz.Datagrams;
import paloma.audio.fuzz.FuzzTest;

class RtcpFuzzTest extends FuzzTest {
    private static final List<byte[]> EXAMPLES = Stream.concat(
                    Arrays.stream(RtcpExample.values()).map(RtcpExample::bytes),
                    Stream.of(
                            // padded, with a report before it
                            Hex.bytes("80c90001 decafbad a0c90002 12345678 00000004"),
                            // of a type and of a format that are not known
                            Hex.bytes("80cc0003 decafbad 6e616d65 00000000 82cd0002 12345678 decafbad")))
            .toList();

    private final ByteBuf again = Unpooled.buffer();

    RtcpFuzzTest() {
        super(1_500, 65_536);
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
        List<RtcpPacket> packets = Datagrams.decode(Datagrams.of(input), Rtcp::read);
        if (packets == null || packets.isEmpty()) {
            return false;
        }
        Rtcp.write(packets, again.clear());
        assertThat(Rtcp.read(again)).isEqualTo(packets);
        packets.forEach(RtcpFuzzTest::isBounded);
        return true;
    }

    private static void isBounded(RtcpPacket packet) {
        if (packet instanceof GenericNack nack) {
            assertThat(nack.sequences())
                    .hasSizeLessThanOrEqualTo(17 * nack.losses().size());
        } else if (packet instanceof ExtendedReport extended) {
            assertThat(extended.replies()).hasSizeLessThanOrEqualTo(ExtendedReport.MAX_REPLIES);
        }
    }
}
