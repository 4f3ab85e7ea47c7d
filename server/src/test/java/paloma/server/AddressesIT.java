package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;
import paloma.testkit.ServerProcess;
import paloma.testkit.UdpPeer;

/** A server of all addresses on a host that has several. A {@link UdpPeer} fails when another one answers. */
class AddressesIT {
    @TempDir
    Path folder;

    @Test
    void answersFromTheAddressThatWasAsked() throws Exception {
        assumeTrue(Transport.EPOLL.isAvailable(), "only epoll can");
        requireAddress("127.0.0.2");
        try (ServerProcess server = ServerProcess.start(folder, "--bind", "0.0.0.0", "echo=udp://:0")) {
            assertAnswers(server, "127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.1");
        }
    }

    @Test
    void servesBothFamiliesAtTheWildcardOfIpv6() throws Exception {
        assumeTrue(Transport.EPOLL.isAvailable(), "only epoll can");
        requireAddress("127.0.0.2");
        requireAddress("::1");
        try (ServerProcess server = ServerProcess.start(folder, "echo=udp://[::]:0")) {
            assertAnswers(server, "127.0.0.1", "::1", "127.0.0.2", "::1");
        }
    }

    @Test
    void saysAtTheStartWhereItCannot() throws Exception {
        try (ServerProcess server =
                ServerProcess.start(folder, "echo=udp://0.0.0.0:0", "prime=udp://127.0.0.1:0", "--transport", "nio")) {
            assertThat(server.err().next("answers from the address of the route"))
                    .contains("udp://0.0.0.0:" + server.udp("echo").getPort(), "--transport epoll");
            assertAnswers(server, "127.0.0.1");
            server.terminate();
            assertThat(server.awaitExit()).isZero();
            assertThat(server.err().toEnd())
                    .filteredOn(line -> line.contains("of the route"))
                    .hasSize(1);
        }
    }

    private static void assertAnswers(ServerProcess server, String... addresses) throws IOException {
        int port = server.udp("echo").getPort();
        for (String address : addresses) {
            try (UdpPeer peer = new UdpPeer(new InetSocketAddress(address, port))) {
                assertThat(peer.ask("at " + address)).isEqualTo("at " + address);
                assertThat(peer.ask("and again")).isEqualTo("and again");
            }
        }
    }

    private static void requireAddress(String address) throws IOException {
        boolean ours = true;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address))) {
            assertThat(socket.isBound()).isTrue();
        } catch (SocketException e) {
            ours = false;
        }
        assumeTrue(ours || "true".equals(System.getenv("CI")), address + " is no address of this host");
    }
}
