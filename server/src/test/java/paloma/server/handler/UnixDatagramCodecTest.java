package paloma.server.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.Transport;
import paloma.net.UnixAccess;
import paloma.net.UnixEndpoint;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** Answers over a UNIX datagram socket, whatever buffer a service makes. */
class UnixDatagramCodecTest {
    private static final byte[] ANSWER = "an answer".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final ServiceMeter meter = new ServiceMeter("test", "unix");
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private EventLoopGroup loops;

    static Stream<Function<byte[], ByteBuf>> buffers() {
        return Stream.of(
                bytes -> Unpooled.directBuffer().writeBytes(bytes),
                bytes -> Unpooled.wrappedBuffer(bytes),
                bytes -> Unpooled.wrappedBuffer(new byte[3], bytes).skipBytes(3),
                bytes -> Unpooled.directBuffer().writeBytes(bytes).asReadOnly(),
                bytes -> Unpooled.wrappedBuffer(bytes).asReadOnly());
    }

    @BeforeEach
    void start() {
        assumeTrue(Transport.best().hasUnixDatagrams(), "UNIX datagram sockets need a native transport");
        loops = Transport.best().eventLoops(1, "test");
    }

    @AfterEach
    void stop() {
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void sendsAnyKindOfBuffer(Function<byte[], ByteBuf> buffer) throws Exception {
        ByteBuf answer = buffer.apply(ANSWER);
        Path path = folder.resolve("server.sock");
        try (UnixEndpoint server = UnixEndpoint.open(
                Transport.best(),
                loops,
                path,
                UnixAccess.OWNER,
                pipeline -> pipeline.addLast(
                        new UnixDatagramCodec(meter),
                        new ServiceHandler(request -> request.answer(answer), meter, Backpressure.NONE)))) {
            Channel client = client();
            client.writeAndFlush(new DomainDatagramPacket(
                    Unpooled.copiedBuffer("?", StandardCharsets.US_ASCII),
                    new DomainSocketAddress(server.path().toString())));
            assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("an answer");
            client.close().syncUninterruptibly();
        }
        assertThat(meter.refusals(Refusal.UNSENT)).isZero();
        assertThat(answer.refCnt()).isZero();
    }

    private Channel client() {
        return new Bootstrap()
                .group(loops)
                .channelFactory(() -> Transport.best().unixDatagramChannel())
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, DomainDatagramPacket packet) {
                        answers.add(packet.content().toString(StandardCharsets.US_ASCII));
                    }
                })
                .bind(new DomainSocketAddress(folder.resolve("client.sock").toString()))
                .syncUninterruptibly()
                .channel();
    }
}
