package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Empty datagrams among others, on bound and on connected channels: each leaves once, and in its place. */
class EmptyDatagramsTest {
    private final List<ByteBuf> given = new ArrayList<>();
    private EventLoopGroup loops;
    private Channel channel;
    private DatagramSocket peer;

    static Stream<Arguments> channels() {
        return Transport.available().stream()
                .flatMap(transport -> Stream.of(Arguments.of(transport, false), Arguments.of(transport, true)));
    }

    @BeforeEach
    void openPeer() throws IOException {
        peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        peer.setSoTimeout(5_000);
        peer.setReceiveBufferSize(4 << 20);
    }

    @AfterEach
    void close() {
        channel.close().awaitUninterruptibly();
        peer.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        assertThat(given).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }

    @ParameterizedTest
    @MethodSource("channels")
    void sendsALoneEmptyOne(Transport transport, boolean connected) throws IOException {
        open(transport, connected);
        channel.writeAndFlush(message(0)).syncUninterruptibly();
        assertThat(receive()).isZero();
        channel.write(message(0)).syncUninterruptibly();
        assertThat(receive()).isZero();
    }

    @ParameterizedTest
    @MethodSource("channels")
    void sendsWhatWasWrittenBeforeFirst(Transport transport, boolean connected) throws IOException {
        open(transport, connected);
        onLoop(3, 0, 2, 0, 0, 1);
        for (int bytes : new int[] {3, 0, 2, 0, 0, 1}) {
            assertThat(receive()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("channels")
    void sendsEachOnceInItsPlace(Transport transport, boolean connected) throws IOException {
        open(transport, connected);
        Random random = new Random(20_261_126);
        for (int round = 0; round < 30; round++) {
            int[] sizes = random.ints(40, 0, 4).toArray();
            onLoop(sizes);
            for (int bytes : sizes) {
                assertThat(receive()).isEqualTo(bytes);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("channels")
    void tellsOfAnEmptyOneThatCannotBeSent(Transport transport, boolean connected) throws IOException {
        open(transport, connected);
        channel.close().syncUninterruptibly();
        assertThat(channel.writeAndFlush(message(0)).awaitUninterruptibly().isSuccess())
                .isFalse();
        assertThat(channel.writeAndFlush(message(1)).awaitUninterruptibly().isSuccess())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void tellsOfAnEmptyOneToAnAddressThatTheSocketCannotReach(Transport transport) throws IOException {
        open(transport, false);
        DatagramPacket packet = new DatagramPacket(buffer(0), new InetSocketAddress("::1", peer.getLocalPort()));
        assertThat(channel.writeAndFlush(packet).awaitUninterruptibly().isSuccess())
                .isFalse();
        channel.writeAndFlush(message(2)).syncUninterruptibly();
        assertThat(receive()).isEqualTo(2);
    }

    /** As on Windows, where no second socket shares the port. */
    @Test
    void sendsWithoutASecondSocketToo() throws IOException {
        open(Transport.NIO, true);
        channel.pipeline().replace(EmptyToPeer.class, "alone", new EmptyToPeer(false));
        onLoop(0, 3, 0, 0, 2);
        for (int bytes : new int[] {0, 3, 0, 0, 2}) {
            assertThat(receive()).isEqualTo(bytes);
        }
    }

    private void open(Transport transport, boolean connected) {
        loops = transport.eventLoops(1, "test");
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .channelFactory(() -> transport.udpChannel(here.getAddress()))
                .handler(new ChannelInboundHandlerAdapter());
        channel = (connected ? bootstrap.connect(peer.getLocalSocketAddress()) : bootstrap.bind(here))
                .syncUninterruptibly()
                .channel();
        boolean byJdk = connected && transport == Transport.NIO;
        channel.pipeline().addFirst(byJdk ? new EmptyToPeer() : new EmptyDatagrams());
    }

    private void onLoop(int... sizes) {
        channel.eventLoop()
                .submit(() -> {
                    for (int bytes : sizes) {
                        channel.write(message(bytes), channel.voidPromise());
                    }
                    channel.flush();
                })
                .syncUninterruptibly();
    }

    private Object message(int bytes) {
        boolean connected = channel.remoteAddress() != null;
        return connected
                ? buffer(bytes)
                : new DatagramPacket(buffer(bytes), (InetSocketAddress) peer.getLocalSocketAddress());
    }

    private ByteBuf buffer(int bytes) {
        ByteBuf buffer = Unpooled.directBuffer(8).writeZero(bytes);
        synchronized (given) {
            given.add(buffer);
        }
        return buffer;
    }

    private int receive() throws IOException {
        java.net.DatagramPacket packet = new java.net.DatagramPacket(new byte[100], 100);
        peer.receive(packet);
        return packet.getLength();
    }
}
