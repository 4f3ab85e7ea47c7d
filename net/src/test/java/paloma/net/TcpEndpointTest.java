package paloma.net;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
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

    private static TcpEndpoint open(Transport transport, EventLoopGroup loops, InetSocketAddress address)
            throws IOException {
        ConnectionLimits limits = new ConnectionLimits(8, 8, 1, System::nanoTime);
        return TcpEndpoint.open(transport, loops, address, limits, ConnectionWatch.NONE, pipeline -> {});
    }

    private static void connect(String host, TcpEndpoint endpoint) throws IOException {
        new Socket(host, endpoint.address().getPort()).close();
    }
}
