package paloma.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerChannelTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final List<ByteBuf> given = new ArrayList<>();
    private EventLoopGroup loops;

    @AfterEach
    void close() {
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
        assertThat(given).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void asksAndHearsByUdpEverySizeUncut(Transport transport) throws Exception {
        try (DatagramSocket peer = peer()) {
            Channel channel = udp(transport, peer);
            Random random = new Random(20_261_126);
            for (int size : new int[] {1, 0, 0, 1_472, 65_507, 0, 9_000, 2}) {
                byte[] bytes = new byte[size];
                random.nextBytes(bytes);
                channel.writeAndFlush(buffer(bytes)).syncUninterruptibly();
                DatagramPacket asked = receive(peer);
                assertThat(asked.getLength()).isEqualTo(size);
                if (size == 0 && transport != Transport.NIO) {
                    continue; // lost on its way up, see PeerChannel
                }
                peer.send(new DatagramPacket(asked.getData(), size, asked.getSocketAddress()));
                assertThat(next()).as("%d bytes", size).isEqualTo(bytes);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void hearsFromItsPeerAlone(Transport transport) throws Exception {
        try (DatagramSocket peer = peer();
                DatagramSocket stranger = peer()) {
            Channel channel = udp(transport, peer);
            stranger.send(new DatagramPacket(new byte[] {6, 6, 6}, 3, channel.localAddress()));
            peer.send(new DatagramPacket(new byte[] {7}, 1, channel.localAddress()));
            assertThat(next()).isEqualTo(new byte[] {7});
            assertThat(heard).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void learnsThatNobodyListens(Transport transport) throws Exception {
        learnsThatNobodyListens(transport, 1);
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void learnsThatNobodyTakesAnEmptyDatagram(Transport transport) throws Exception {
        learnsThatNobodyListens(transport, 0);
    }

    private void learnsThatNobodyListens(Transport transport, int bytes) throws Exception {
        Channel channel;
        try (DatagramSocket peer = peer()) {
            channel = udp(transport, peer);
        }
        channel.writeAndFlush(buffer(new byte[bytes])).awaitUninterruptibly();
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isInstanceOf(PortUnreachableException.class);
        assertThat(channel.isActive()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void refusesAUdpPeerThatCannotBeReached(Transport transport) {
        loops = transport.eventLoops(1, "test");
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("no.such.host.invalid", 7);
        assertThatThrownBy(() -> PeerChannel.udp(transport, loops, unresolved, pipeline -> {}))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void endsItsTcpStreamAndHearsTheRest(Transport transport) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, HERE)) {
            server.setSoTimeout(5_000);
            Channel channel = tcp(transport, server);
            try (Socket peer = server.accept()) {
                peer.setSoTimeout(5_000);
                channel.writeAndFlush(buffer("question".getBytes(UTF_8))).syncUninterruptibly();
                ((io.netty.channel.socket.SocketChannel) channel)
                        .shutdownOutput()
                        .syncUninterruptibly();
                assertThat(peer.getInputStream().readAllBytes()).isEqualTo("question".getBytes(UTF_8));
                peer.getOutputStream().write("answer".getBytes(UTF_8));
            }
            assertThat(new String(stream(6), UTF_8)).isEqualTo("answer");
            channel.closeFuture().await(5, TimeUnit.SECONDS);
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void goesOnSendingWhenThePeerHasEndedItsTcpStream(Transport transport) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, HERE)) {
            server.setSoTimeout(5_000);
            Channel channel = tcp(transport, server);
            try (Socket peer = server.accept()) {
                peer.setSoTimeout(5_000);
                peer.shutdownOutput();
                assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(ChannelInputShutdownEvent.INSTANCE);
                channel.writeAndFlush(buffer(new byte[] {1, 2})).syncUninterruptibly();
                channel.close();
                assertThat(peer.getInputStream().readAllBytes()).containsExactly(1, 2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void refusesATcpPortWhereNobodyListens(Transport transport) throws Exception {
        loops = transport.eventLoops(1, "test");
        InetSocketAddress nobody;
        try (ServerSocket server = new ServerSocket(0, 1, HERE)) {
            nobody = (InetSocketAddress) server.getLocalSocketAddress();
        }
        assertThatThrownBy(() -> PeerChannel.tcp(transport, loops, nobody, 5_000, pipeline -> {}))
                .isInstanceOf(ConnectException.class);
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void asksAndHearsByAUnixSocket(Transport transport, @TempDir Path folder) throws Exception {
        assumeTrue(transport.hasUnixDatagrams(), "NIO has no UNIX datagram sockets");
        loops = transport.eventLoops(1, "test");
        Path server = folder.resolve("server");
        try (UnixEndpoint endpoint = UnixEndpoint.open(
                transport, loops, server, UnixAccess.OWNER, pipeline -> pipeline.addLast(new UnixEcho()))) {
            Channel channel = PeerChannel.unix(
                    transport, loops, folder.resolve("own"), endpoint.path(), pipeline -> pipeline.addLast(new Ear()));
            for (int size : new int[] {1, 65_507, 3}) {
                byte[] bytes = new byte[size];
                Arrays.fill(bytes, (byte) 'x');
                channel.writeAndFlush(buffer(bytes)).syncUninterruptibly();
                assertThat(next()).as("%d bytes", size).isEqualTo(bytes);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void refusesAUnixSocketThatIsNotThere(Transport transport, @TempDir Path folder) {
        assumeTrue(transport.hasUnixDatagrams(), "NIO has no UNIX datagram sockets");
        loops = transport.eventLoops(1, "test");
        assertThatThrownBy(() -> PeerChannel.unix(
                        transport, loops, folder.resolve("own"), folder.resolve("none"), pipeline -> {}))
                .isInstanceOf(IOException.class);
    }

    private Channel udp(Transport transport, DatagramSocket peer) throws IOException {
        loops = transport.eventLoops(1, "test");
        return PeerChannel.udp(
                transport,
                loops,
                (InetSocketAddress) peer.getLocalSocketAddress(),
                pipeline -> pipeline.addLast(new Ear()));
    }

    private Channel tcp(Transport transport, ServerSocket server) throws IOException {
        loops = transport.eventLoops(1, "test");
        return PeerChannel.tcp(
                transport,
                loops,
                (InetSocketAddress) server.getLocalSocketAddress(),
                5_000,
                pipeline -> pipeline.addLast(new Ear()));
    }

    private static DatagramSocket peer() throws IOException {
        DatagramSocket peer = new DatagramSocket(new InetSocketAddress(HERE, 0));
        peer.setSoTimeout(5_000);
        return peer;
    }

    private static DatagramPacket receive(DatagramSocket peer) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        peer.receive(packet);
        return packet;
    }

    private byte[] next() throws InterruptedException {
        Object next = heard.poll(5, TimeUnit.SECONDS);
        assertThat(next).as("heard within 5 s").isInstanceOf(byte[].class);
        return (byte[]) next;
    }

    private byte[] stream(int bytes) throws InterruptedException {
        ByteBuf all = Unpooled.buffer();
        while (all.readableBytes() < bytes) {
            all.writeBytes(next());
        }
        return Arrays.copyOf(all.array(), all.readableBytes());
    }

    private ByteBuf buffer(byte[] bytes) {
        ByteBuf buffer = Unpooled.directBuffer(Math.max(1, bytes.length)).writeBytes(bytes);
        given.add(buffer);
        return buffer;
    }

    /** Remembers what comes, as bytes, and what goes wrong. */
    private final class Ear extends SimpleChannelInboundHandler<Object> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Object message) {
            ByteBuf content = message instanceof ByteBufHolder holder ? holder.content() : (ByteBuf) message;
            byte[] bytes = new byte[content.readableBytes()];
            content.readBytes(bytes);
            heard.add(bytes);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                heard.add(event);
                if (!ctx.channel().isActive()
                        || ((io.netty.channel.socket.SocketChannel) ctx.channel()).isOutputShutdown()) {
                    ctx.close();
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            heard.add(cause);
        }
    }

    private static final class UnixEcho
            extends SimpleChannelInboundHandler<io.netty.channel.unix.DomainDatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, io.netty.channel.unix.DomainDatagramPacket packet) {
            try {
                ((io.netty.channel.unix.Socket) ((io.netty.channel.unix.UnixChannel) ctx.channel()).fd())
                        .sendToDomainSocket(
                                packet.content().nioBuffer(),
                                packet.content().readerIndex(),
                                packet.content().writerIndex(),
                                packet.sender().path().getBytes(UTF_8));
            } catch (IOException e) {
                ctx.fireExceptionCaught(e);
            }
        }
    }
}
