package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.net.Transport;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.metrics.Refusal;
import paloma.testkit.UdpPeer;

/** What is sent to all hosts of a network, to services that answer, on all addresses with four sockets. */
class BroadcastTest {
    private static final byte[] PART = "part".getBytes(StandardCharsets.US_ASCII);

    /** That all of these go to sockets other than the one that takes broadcasts is as good as impossible. */
    private static final int ASKING_PEERS = 100;

    @TempDir
    Path folder;

    @BeforeEach
    void requireLinux() {
        assumeTrue(
                System.getProperty("os.name").startsWith("Linux"), "loopback has a broadcast address on Linux alone");
    }

    @ParameterizedTest
    @CsvSource({"echo, 0.0.0.0", "greet, [::]", "uppercase, 0.0.0.0", "prime, [::]"})
    void getsNoAnswer(String service, String host) throws IOException {
        assumeTrue(Transport.EPOLL.isAvailable(), "only epoll knows what was a broadcast");
        try (RunningServer server = start(service + "=udp://" + host + ":0");
                UdpPeer all = new UdpPeer(everybody(server.udp(service)))) {
            for (int i = 0; i < 3; i++) {
                all.send(PART);
            }
            for (int i = 0; i < ASKING_PEERS; i++) {
                try (UdpPeer one = new UdpPeer(at("127.0.0.1", server.udp(service)))) {
                    one.ask("7");
                }
            }
            assertThat(server.meter(service, Scheme.UDP).refusals(Refusal.BROADCAST))
                    .isEqualTo(3);
            assertThat(server.meter(service, Scheme.UDP).requests()).isEqualTo(ASKING_PEERS);
            assertThat(all.hearsNothing()).isTrue();
        }
    }

    private RunningServer start(String endpoint) {
        return RunningServer.start(Transport.EPOLL, folder, endpoint, "--event-loops", "4", "--quiet");
    }

    private static InetSocketAddress everybody(InetSocketAddress server) {
        return at("127.255.255.255", server);
    }

    private static InetSocketAddress at(String host, InetSocketAddress server) {
        return new InetSocketAddress(host, server.getPort());
    }
}
