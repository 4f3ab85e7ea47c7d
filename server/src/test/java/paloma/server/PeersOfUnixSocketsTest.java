package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.metrics.Refusal;
import paloma.server.plugin.PartyPlugin;

/** Peers over a UNIX datagram socket: those who have bound an address, as long as they read. */
class PeersOfUnixSocketsTest {
    @TempDir
    Path folder;

    private Path socket;
    private EventLoopGroup loops;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Transport.best().hasUnixDatagrams(), "UNIX datagram sockets need a native transport");
        PartyPlugin.write(folder);
        socket = folder.resolve("party.sock");
        loops = Transport.best().eventLoops(1, "test");
        server = RunningServer.start(Transport.best(), folder, "party=unix:" + socket, "--plugins", folder.toString());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @Test
    void arriveWithTheirFirstDatagramAndHearEachOther() throws Exception {
        Guest ana = new Guest("ana");
        Guest ben = new Guest("ben");
        ana.says("\nhello\r\n");
        assertThat(ana.hears()).isEqualTo("welcome");
        assertThat(ana.hears()).isEqualTo("hello");
        ben.says("");
        assertThat(ben.hears()).isEqualTo("welcome");
        ben.says("hi");
        assertThat(ana.hears()).isEqualTo("hi");
        assertThat(ben.hears()).isEqualTo("hi");
        ben.says("bye");
        assertThat(ben.hears()).isEqualTo("good-bye");
        assertThat(ana.hears()).isEqualTo("gone: LEFT");
    }

    @Test
    void whoHasNoAddressIsNone() throws Exception {
        new Guest(null).says("hello");
        Guest ana = new Guest("ana");
        ana.says("hello");
        assertThat(ana.hears()).isEqualTo("welcome");
        assertThat(server.meter("party", Scheme.UNIX).refusals(Refusal.NO_ADDRESS))
                .isEqualTo(1);
    }

    @Test
    void whoHasClosedHisSocketHasLeft() throws Exception {
        Guest ana = new Guest("ana");
        Guest ben = new Guest("ben");
        ana.says("hello");
        assertThat(ana.hears()).isEqualTo("welcome");
        ben.says("");
        assertThat(ben.hears()).isEqualTo("welcome");
        ben.closes();
        ana.says("anybody?");
        assertThat(ana.hears()).isEqualTo("hello");
        assertThat(ana.hears()).isEqualTo("anybody?");
        assertThat(ana.hears()).isEqualTo("gone: LEFT");
    }

    /** His messages wait for him, and nobody else's do. */
    @Test
    void whoReadsNothingIsLetGoAndTheOthersLoseNothing() throws Exception {
        Guest slow = new Guest("slow");
        Guest ana = new Guest("ana");
        slow.says("");
        assertThat(slow.hears()).isEqualTo("welcome");
        slow.channel.config().setAutoRead(false);
        ana.says("");
        assertThat(ana.hears()).isEqualTo("welcome");
        String end = "gone: REFUSED";
        int lines = 0;
        for (boolean isGone = false; !isGone; lines++) {
            assertThat(lines).as("lines before he is let go").isLessThan(2_000);
            String line = "line " + lines + " " + "x".repeat(900);
            ana.says(line);
            String heard = ana.hears();
            isGone = end.equals(heard);
            assertThat(isGone ? ana.hears() : heard).isEqualTo(line);
        }
        assertThat(lines).isGreaterThan(250);
        assertThat(server.meter("party", Scheme.UNIX).refusals(Refusal.NOT_READING))
                .isEqualTo(1);
        assertThat(server.meter("party", Scheme.UNIX).refusals(Refusal.UNSENT)).isZero();
    }

    /** What has to wait is counted once. */
    @Test
    void whoReadsAgainHearsEverythingInOrder() throws Exception {
        Guest slow = new Guest("slow");
        slow.says("");
        assertThat(slow.hears()).isEqualTo("welcome");
        slow.channel.config().setAutoRead(false);
        Guest ana = new Guest("ana");
        for (int i = 0; i < 200; i++) {
            ana.says("line " + i);
        }
        assertThat(ana.hears()).isEqualTo("welcome");
        for (int i = 0; i < 200; i++) {
            assertThat(ana.hears()).isEqualTo("line " + i);
        }
        slow.channel.config().setAutoRead(true);
        for (int i = 0; i < 200; i++) {
            assertThat(slow.hears()).isEqualTo("line " + i);
        }
        assertThat(server.meter("party", Scheme.UNIX).answers()).isEqualTo(402);
    }

    private final class Guest {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final Path path;
        private final Channel channel;

        /** @param name of the file that it is bound to; null for none */
        Guest(String name) {
            path = name == null ? null : folder.resolve(name + ".sock");
            Bootstrap bootstrap = new Bootstrap()
                    .group(loops)
                    .channelFactory(() -> Transport.best().unixDatagramChannel())
                    .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                        @Override
                        protected void channelRead0(ChannelHandlerContext ctx, DomainDatagramPacket packet) {
                            heard.add(packet.content().toString(StandardCharsets.UTF_8));
                        }
                    });
            ChannelFuture opening = path == null
                    ? bootstrap.connect(new DomainSocketAddress(socket.toFile()))
                    : bootstrap.bind(new DomainSocketAddress(path.toFile()));
            channel = opening.syncUninterruptibly().channel();
        }

        void says(String text) {
            channel.writeAndFlush(new DomainDatagramPacket(
                            Unpooled.copiedBuffer(text.isEmpty() ? "\n" : text, StandardCharsets.UTF_8),
                            new DomainSocketAddress(socket.toFile())))
                    .syncUninterruptibly();
        }

        String hears() throws InterruptedException {
            return heard.poll(30, TimeUnit.SECONDS);
        }

        void closes() throws Exception {
            channel.close().syncUninterruptibly();
            Files.deleteIfExists(path);
        }
    }
}
