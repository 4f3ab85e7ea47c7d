package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which address a wildcard socket's packets leave from: 127/8 has as many addresses as a test can want. */
class AskedAddressRouterTest {
    private final List<ByteBuf> given = new ArrayList<>();
    private EventLoopGroup loops;
    private UdpEndpoint endpoint;
    private Channel wildcard;
    private DatagramSocket peer;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Transport.EPOLL.isAvailable(), "only epoll can");
        loops = Transport.EPOLL.eventLoops(1, "test");
        endpoint = UdpEndpoint.open(
                Transport.EPOLL,
                loops,
                new InetSocketAddress("0.0.0.0", 0),
                UdpOptions.DEFAULT,
                pipeline -> pipeline.addLast(new Deaf()));
        wildcard = endpoint.channels().get(0);
        peer = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        peer.setSoTimeout(5_000);
        peer.setReceiveBufferSize(4 << 20);
    }

    @AfterEach
    void close() {
        if (loops != null) {
            endpoint.close();
            peer.close();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            assertThat(given).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
        }
    }

    @Test
    void sendsFromTheAddressThatThePacketNames() throws IOException {
        for (String asked : List.of("127.0.0.5", "127.0.0.6", "127.0.0.5")) {
            assertThat(send(asked).syncUninterruptibly().isSuccess()).isTrue();
            assertThat(heardFrom()).isEqualTo(asked);
        }
        assertThat(endpoint.channels()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.0.0.0", "239.1.2.3"})
    void leavesItToTheKernelWhereThePacketNamesNoAddressToSendFrom(String asked) throws IOException {
        assertThat(send(asked).syncUninterruptibly().isSuccess()).isTrue();
        assertThat(heardFrom()).isEqualTo("127.0.0.1");
        assertThat(endpoint.channels()).hasSize(1);
    }

    @Test
    void leavesItToTheKernelWhereTheAddressIsNotOfThisHost() throws IOException {
        assertThat(send("192.0.2.77").syncUninterruptibly().isSuccess()).isTrue();
        assertThat(heardFrom()).isEqualTo("127.0.0.1");
        assertThat(send("192.0.2.77").syncUninterruptibly().isSuccess()).isTrue();
        assertThat(heardFrom()).isEqualTo("127.0.0.1");
    }

    @Test
    void sendsWhatWasWrittenBeforeTheSocketWasBoundInOrder() throws IOException {
        wildcard.eventLoop()
                .submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        wildcard.write(packet("127.0.0.9", i), wildcard.voidPromise());
                    }
                    wildcard.flush();
                })
                .syncUninterruptibly();
        for (int i = 0; i < 100; i++) {
            java.net.DatagramPacket heard = receive();
            assertThat(heard.getData()[0]).isEqualTo((byte) i);
            assertThat(heard.getAddress().getHostAddress()).isEqualTo("127.0.0.9");
        }
    }

    @Test
    void sendsEmptyOnesFromTheAskedAddressToo() throws IOException {
        send("127.0.0.5").syncUninterruptibly();
        receive();
        DatagramPacket empty = new DatagramPacket(Unpooled.EMPTY_BUFFER, to(), from("127.0.0.5"));
        wildcard.writeAndFlush(empty).syncUninterruptibly();
        java.net.DatagramPacket heard = receive();
        assertThat(heard.getLength()).isZero();
        assertThat(heard.getAddress().getHostAddress()).isEqualTo("127.0.0.5");
    }

    @Test
    void passesOnWhatIsNoPacket() {
        ByteBuf stray = buffer(1);
        assertThat(wildcard.writeAndFlush(stray).awaitUninterruptibly().isSuccess())
                .isFalse();
    }

    @Test
    void releasesWhatIsWrittenToAClosedEndpoint() {
        send("127.0.0.5").syncUninterruptibly();
        endpoint.close();
        assertThat(send("127.0.0.5").awaitUninterruptibly().isSuccess()).isFalse();
        assertThat(send("127.0.0.6").awaitUninterruptibly().isSuccess()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_126})
    void mixesAddressesInABatchWithoutLosingOrSwappingAny(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> sent = new ArrayList<>();
        wildcard.eventLoop()
                .submit(() -> {
                    for (int i = 0; i < 300; i++) {
                        String asked = "127.0.3." + (1 + random.nextInt(5));
                        sent.add(asked + " " + i % 100);
                        wildcard.write(packet(asked, i % 100), wildcard.voidPromise());
                    }
                    wildcard.flush();
                })
                .syncUninterruptibly();
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            java.net.DatagramPacket one = receive();
            heard.add(one.getAddress().getHostAddress() + " " + one.getData()[0]);
        }
        assertThat(heard).containsExactlyInAnyOrderElementsOf(sent);
    }

    private ChannelFuture send(String asked) {
        return wildcard.writeAndFlush(packet(asked, 7));
    }

    private DatagramPacket packet(String asked, int value) {
        return new DatagramPacket(buffer(value), to(), from(asked));
    }

    private ByteBuf buffer(int value) {
        ByteBuf buffer = Unpooled.directBuffer(1).writeByte(value);
        synchronized (given) {
            given.add(buffer);
        }
        return buffer;
    }

    private InetSocketAddress to() {
        return new InetSocketAddress("127.0.0.1", peer.getLocalPort());
    }

    private InetSocketAddress from(String asked) {
        return asked.isEmpty()
                ? null
                : new InetSocketAddress(asked, endpoint.address().getPort());
    }

    private String heardFrom() throws IOException {
        java.net.DatagramPacket heard = receive();
        assertThat(heard.getPort()).isEqualTo(endpoint.address().getPort());
        assertThat(Arrays.copyOf(heard.getData(), heard.getLength())).containsExactly(7);
        InetAddress address = heard.getAddress();
        return address.getHostAddress();
    }

    private java.net.DatagramPacket receive() throws IOException {
        java.net.DatagramPacket packet = new java.net.DatagramPacket(new byte[10], 10);
        peer.receive(packet);
        return packet;
    }

    private static final class Deaf extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // A send that failed is seen at its future.
        }
    }
}
