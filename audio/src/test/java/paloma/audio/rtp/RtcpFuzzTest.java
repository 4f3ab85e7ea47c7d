package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import paloma.audio.fuzz.DecoderFuzzTest;

class RtcpFuzzTest extends DecoderFuzzTest<List<RtcpPacket>> {
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
        super(RtcpFuzzTest::read, EXAMPLES, 2_000_000, 65_536);
    }

    private static List<RtcpPacket> read(ByteBuf datagram) {
        List<RtcpPacket> packets = Rtcp.read(datagram);
        return packets == null || packets.isEmpty() ? null : packets;
    }

    @Override
    protected void check(List<RtcpPacket> packets, byte[] input) {
        Rtcp.write(packets, again.clear());
        assertThat(Rtcp.read(again)).isEqualTo(packets);
        packets.forEach(RtcpFuzzTest::isBounded);
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
