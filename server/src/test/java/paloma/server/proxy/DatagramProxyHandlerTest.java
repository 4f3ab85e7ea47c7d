package paloma.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import paloma.server.config.ServerSettings;
import paloma.server.guard.Guards;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

class DatagramProxyHandlerTest {
    private static final InetSocketAddress PROXY = new InetSocketAddress("10.0.0.5", 5_000);
    private static final InetSocketAddress LOCAL = new InetSocketAddress("10.0.0.7", 7_007);
    private static final String HEADER = "0d0a0d0a000d0a515549540a2112000cc0000201c63364019c401b5f";

    private final ServiceMeter meter = new ServiceMeter("echo", "udp");
    private final EmbeddedChannel channel = new EmbeddedChannel(new DatagramProxyHandler(guards(), meter));

    @Test
    void showsTheClientAndItsBytesAndSendsItsAnswerThroughTheProxy() {
        DatagramPacket request = receive(PROXY, HEADER + "6869");
        assertThat(request.sender()).isEqualTo(new InetSocketAddress("192.0.2.1", 40_000));
        assertThat(request.recipient()).isEqualTo(LOCAL);
        assertThat(request.content().toString(StandardCharsets.US_ASCII)).isEqualTo("hi");

        channel.writeOutbound(new DatagramPacket(request.content(), request.sender(), LOCAL));
        DatagramPacket answer = channel.readOutbound();
        assertThat(answer.recipient()).isEqualTo(PROXY);
        assertThat(answer.sender()).isEqualTo(LOCAL);
        assertThat(answer.release()).isTrue();
    }

    @Test
    void keepsDatagramsApartThatLeaveJoined() {
        InetSocketAddress client = receive(PROXY, HEADER).sender();
        channel.writeOutbound(new SegmentedDatagramPacket(Unpooled.wrappedBuffer(new byte[300]), 100, client, LOCAL));
        SegmentedDatagramPacket answers = channel.readOutbound();
        assertThat(answers.segmentSize()).isEqualTo(100);
        assertThat(answers.recipient()).isEqualTo(PROXY);
        assertThat(answers.release()).isTrue();
    }

    @Test
    void takesAHeaderOfAnybodyElseForPayload() {
        InetSocketAddress other = new InetSocketAddress("10.0.0.6", 5_000);
        DatagramPacket request = receive(other, HEADER + "6869");
        assertThat(request.sender()).isSameAs(other);
        assertThat(request.content().readableBytes()).isEqualTo(HEADER.length() / 2 + 2);
    }

    @Test
    void countsAndDropsWhatHasNoHeader() {
        ByteBuf bytes = Unpooled.copiedBuffer("no header at all", StandardCharsets.US_ASCII);
        channel.writeInbound(new DatagramPacket(bytes, LOCAL, PROXY));
        DatagramPacket passed = channel.readInbound();
        assertThat(passed).isNull();
        assertThat(bytes.refCnt()).isZero();
        assertThat(meter.refusals(Refusal.MALFORMED)).isEqualTo(1);
    }

    private DatagramPacket receive(InetSocketAddress sender, String hex) {
        channel.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)), LOCAL, sender));
        return channel.readInbound();
    }

    private static Guards guards() {
        return new Guards(
                ServerSettings.load(new String[] {"--proxy-from", "10.0.0.5"}, Map.of())
                        .guards(),
                0);
    }
}
