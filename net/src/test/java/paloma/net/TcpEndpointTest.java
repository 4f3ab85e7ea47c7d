package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TcpEndpointTest {
    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void takesIpv6OnTheWildcardOfIpv6Alone(Transport transport) throws IOException {
        assumeTrue(transport != Transport.KQUEUE, "Netty lets nobody choose the family there");
        EventLoopGroup loops = transport.eventLoops(1, "test");
        try (TcpEndpoint ipv4 = open(transport, loops, new InetSocketAddress("0.0.0.0", 0));
                TcpEndpoint both = open(transport, loops, new InetSocketAddress("::", 0))) {
            connect("127.0.0.1", ipv4);
            assertThatThrownBy(() -> connect("::1", ipv4)).isInstanceOf(ConnectException.class);
            connect("127.0.0.1", both);
            connect("::1", both);
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void tellsInTheSameTermsThatAnAddressIsNotAvailable(Transport transport) throws IOException {
        EventLoopGroup loops = transport.eventLoops(1, "test");
        try (TcpEndpoint first = open(transport, loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            assertThatThrownBy(() -> open(transport, loops, first.address()))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("in use");
            assertThatThrownBy(() -> open(transport, loops, new InetSocketAddress("203.0.113.1", 0)))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("assign");
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void refusesNewConnectionsWhileTheOldOnesGoOn(Transport transport) throws IOException {
        EventLoopGroup loops = transport.eventLoops(1, "test");
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (TcpEndpoint endpoint = open(transport, loops, loopback, pipeline -> pipeline.addLast(new Echo()));
                Socket old =
                        new Socket(loopback.getAddress(), endpoint.address().getPort())) {
            int port = endpoint.address().getPort();
            old.setSoTimeout(10_000);
            old.getOutputStream().write(1);
            assertThat(old.getInputStream().read()).isEqualTo(1);
            endpoint.stopAccepting();
            awaitRefusal(loopback.getAddress(), port);
            old.getOutputStream().write(2);
            assertThat(old.getInputStream().read()).isEqualTo(2);
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    /** The JDK closes the socket when its selector has looked once more. */
    private static void awaitRefusal(InetAddress host, int port) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() - deadline < 0) {
            try {
                new Socket(host, port).close();
            } catch (ConnectException refused) {
                return;
            }
        }
        throw new AssertionError("still accepted after 10 s");
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object bytes) {
            ctx.writeAndFlush(bytes);
        }
    }

    private static TcpEndpoint open(Transport transport, EventLoopGroup loops, InetSocketAddress address)
            throws IOException {
        return open(transport, loops, address, pipeline -> {});
    }

    private static TcpEndpoint open(
            Transport transport, EventLoopGroup loops, InetSocketAddress address, Consumer<ChannelPipeline> stages)
            throws IOException {
        ConnectionLimits limits = new ConnectionLimits(8, 8, 1, System::nanoTime);
        return TcpEndpoint.open(transport, loops, address, limits, ConnectionWatch.NONE, stages);
    }

    private static void connect(String host, TcpEndpoint endpoint) throws IOException {
        new Socket(host, endpoint.address().getPort()).close();
    }
}
