package paloma.net.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.PeerChannel;
import paloma.net.Transport;
import paloma.net.UdpEndpoint;
import paloma.net.UdpOptions;

class DtlsSocketsTest {
    private static final int ANSWER_SECONDS = 30;

    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private EventLoopGroup loops;
    private UdpEndpoint endpoint;

    static Stream<Arguments> transportsAndAddresses() {
        return Transport.available().stream()
                .flatMap(transport -> Stream.of("127.0.0.1", "::1").map(address -> arguments(transport, address)));
    }

    @AfterEach
    void close() {
        if (endpoint != null) {
            endpoint.close();
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        threads.shutdown();
    }

    @ParameterizedTest
    @MethodSource("transportsAndAddresses")
    void echoesOverRealSockets(Transport transport, String address) throws Exception {
        open(transport, address, Runnable::run);
        Client client = connect(transport);
        for (int size : new int[] {1, 1_200, 1_500, 16_384}) {
            client.channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[size]));
            assertThat(client.answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS)).isEqualTo(size);
        }
        client.channel.close().sync();
    }

    /** What answers from elsewhere has met Scandium's locks in the wrong order before. */
    @ParameterizedTest
    @MethodSource("transportsAndAddresses")
    void takesAnswersFromForeignThreadsUnderLoad(Transport transport, String address) throws Exception {
        open(transport, address, threads::execute);
        Client[] clients = {connect(transport), connect(transport), connect(transport)};
        for (int round = 0; round < 300; round++) {
            for (Client each : clients) {
                for (int i = 0; i < 8; i++) {
                    each.channel.write(Unpooled.wrappedBuffer(new byte[100 + i]));
                }
                each.channel.flush();
            }
            for (Client each : clients) {
                for (int i = 0; i < 8; i++) {
                    assertThat(each.answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS))
                            .as("round %d", round)
                            .isNotNull();
                }
            }
        }
        for (Client each : clients) {
            each.channel.close().sync();
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void saysSoWhereNobodyListens(Transport transport) throws IOException {
        loops = transport.eventLoops(1, "test");
        InetSocketAddress nobody;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            nobody = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        DtlsClientHandler dtls = new DtlsClientHandler(Parties.client(), nobody);
        PeerChannel.udp(transport, loops, nobody, all -> all.addLast(dtls));
        assertThatThrownBy(() -> dtls.handshake().get(ANSWER_SECONDS, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(java.net.PortUnreachableException.class);
    }

    private record Client(Channel channel, BlockingQueue<Integer> answers) {}

    private Client connect(Transport transport) throws Exception {
        DtlsClientHandler dtls = new DtlsClientHandler(Parties.client(), endpoint.address());
        BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
        Channel channel = PeerChannel.udp(
                transport,
                loops,
                endpoint.address(),
                all -> all.addLast(dtls, new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object message) {
                        ByteBuf content = ((DatagramPacket) message).content();
                        answers.add(content.readableBytes());
                        content.release();
                    }
                }));
        dtls.handshake().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        return new Client(channel, answers);
    }

    private interface Answering {
        void run(Runnable answer);
    }

    private void open(Transport transport, String address, Answering answering) throws IOException {
        loops = transport.eventLoops(2, "test");
        endpoint = UdpEndpoint.open(
                transport,
                loops,
                new InetSocketAddress(address, 0),
                UdpOptions.DEFAULT,
                pipeline -> pipeline.addLast(
                        new DtlsServerHandler(Parties.server(), DtlsAdmission.ALL, DtlsWatch.NONE),
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext ctx, Object message) {
                                DatagramPacket packet = (DatagramPacket) message;
                                answering.run(() -> ctx.writeAndFlush(
                                        new DatagramPacket(packet.content(), packet.sender(), packet.recipient())));
                            }
                        }));
    }
}
