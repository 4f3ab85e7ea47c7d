package paloma.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import paloma.server.config.ServerSettings;

class HealthCheckIT {
    @Test
    void isHealthyWhenTheServerAnswers() throws Exception {
        try (Echo echo = new Echo("127.0.0.1", 0)) {
            HealthCheck.Verdict verdict = probe("sink", "echo=udp://:" + echo.port());
            assertThat(verdict.sentence()).isEqualTo("echo at udp://127.0.0.1:" + echo.port() + " answers.");
            assertThat(verdict.exitCode()).isZero();
        }
    }

    @Test
    void asksTwiceSinceOneDatagramMayBeLost() throws Exception {
        try (Echo echo = new Echo("127.0.0.1", 1)) {
            assertThat(probe("greet=udp://:" + echo.port()).healthy()).isTrue();
        }
    }

    @Test
    void asksAtLoopbackWhereTheServerIsBoundToAll() throws Exception {
        try (Echo echo = new Echo("127.0.0.1", 0)) {
            assertThat(probe("prime=udp://0.0.0.0:" + echo.port()).healthy()).isTrue();
        }
        try (Echo echo = new Echo("::1", 0)) {
            assertThat(probe("prime=udp://[::]:" + echo.port()).sentence())
                    .isEqualTo("prime at udp://[::1]:" + echo.port() + " answers.");
        }
    }

    @Test
    void isIllWhenNobodyListens() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        HealthCheck.Verdict verdict = probe("echo=udp://:" + port);
        assertThat(verdict.exitCode()).isEqualTo(1);
        assertThat(verdict.sentence())
                .isEqualTo("echo at udp://127.0.0.1:" + port + " does not answer: nothing listens there.");
    }

    @Test
    void isIllWhenNothingComesBack() throws Exception {
        try (Echo echo = new Echo("127.0.0.1", Integer.MAX_VALUE)) {
            assertThat(probe("echo=udp://:" + echo.port()))
                    .isEqualTo(new HealthCheck.Verdict(
                            false, "echo at udp://127.0.0.1:" + echo.port() + " does not answer within 2000 ms."));
        }
    }

    @Test
    void asksOverTcpWhereThereIsNoUdp() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerOnce(server), "tcp");
            answering.start();
            assertThat(probe("upload", "uppercase=tcp://:" + server.getLocalPort())
                            .sentence())
                    .isEqualTo("uppercase at tcp://127.0.0.1:" + server.getLocalPort() + " answers.");
            answering.join();
        }
        assertThat(probe("uppercase=tcp://:1").exitCode()).isEqualTo(1);
    }

    @Test
    void isIllWhenNothingThatAnswersIsServed() {
        assertThat(probe("sink", "echo=udp://:0", "echo=unix:/x"))
                .isEqualTo(new HealthCheck.Verdict(
                        false,
                        "No endpoint answers over UDP or TCP at a fixed port:"
                                + " serve echo, uppercase, prime, greet or files."));
    }

    private static HealthCheck.Verdict probe(String... endpoints) {
        return HealthCheck.probe(ServerSettings.load(endpoints, Map.of()));
    }

    private static void answerOnce(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(socket.getInputStream().read());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Answers all but the first datagrams. */
    private static final class Echo implements AutoCloseable {
        private final DatagramSocket socket;

        Echo(String host, int ignored) throws SocketException {
            socket = new DatagramSocket(new InetSocketAddress(host, 0));
            new Thread(() -> answer(ignored), "echo").start();
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() {
            socket.close();
        }

        private void answer(int ignored) {
            try {
                for (int i = 0; ; i++) {
                    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                    socket.receive(packet);
                    if (i >= ignored) {
                        socket.send(packet);
                    }
                }
            } catch (IOException e) {
                assertThat(socket.isClosed()).isTrue();
            }
        }
    }
}
