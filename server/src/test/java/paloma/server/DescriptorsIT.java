package paloma.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.Transport;
import paloma.testkit.Ended;
import paloma.testkit.ServerProcess;

/** A server that may have few descriptors says so, and goes on. */
@Timeout(120)
class DescriptorsIT {
    private static final int DESCRIPTORS = 48;
    private static final int ANSWER_MILLIS = 20_000;
    private static final String OUT = "out of file descriptors";

    @TempDir
    Path folder;

    private final List<SocketChannel> held = new ArrayList<>();

    @AfterEach
    void letGo() throws IOException {
        for (SocketChannel channel : held) {
            channel.close();
        }
        held.clear();
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void servesOthersWhileSilentConnectionsTakeAllDescriptors(Transport transport) throws Exception {
        try (ServerProcess server = start(transport, "echo=tcp://127.0.0.1:0", "echo=udp://0.0.0.0:0")) {
            hold(server.tcp("echo"), 2 * DESCRIPTORS);
            assertThat(server.err().next(OUT)).contains("LimitNOFILE=", "ulimit -n");
            assertThat(overTcp(server.tcp("echo"))).isEqualTo("hi\n");
            assertThat(overUdp(server.udp("echo").getPort(), "127.0.0.1")).isEqualTo("hi");
            assertThat(overUdp(server.udp("echo").getPort(), "127.0.0.7")).isEqualTo("hi");
            assertThat(server.admin().statusOf("/live")).isEqualTo(200);
            letGo();
            assertThat(overTcp(server.tcp("echo"))).isEqualTo("hi\n");
            server.terminate();
            assertThat(server.awaitExit()).isZero();
            assertTellsOnce(server);
        }
    }

    /** Those of uploads do not give way: the rest waits until they end. */
    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void saysThatUploadsHaveNoDescriptorsAndServesWhenTheyEnd(Transport transport) throws Exception {
        try (ServerProcess server = start(transport, "upload=udp://127.0.0.1:0", "echo=tcp://127.0.0.1:0");
                Senders senders = new Senders(DESCRIPTORS, server.udp("upload"))) {
            senders.send("begun");
            server.err().next(OUT);
            senders.send("bye");
            assertThat(overTcp(server.tcp("echo"))).isEqualTo("hi\n");
            assertThat(server.admin().statusOf("/live")).isEqualTo(200);
            server.terminate();
            assertThat(server.awaitExit()).isZero();
            assertTellsOnce(server);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 20})
    void refusesToStartWithTooFewInOneSentence(int limit) throws Exception {
        List<String> options = new ArrayList<>(Collections.nCopies(20, "echo=udp://127.0.0.1:0"));
        options.addAll(List.of("--admin", "off"));
        Ended ended = ServerProcess.runWithDescriptors(limit, folder, options.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err())
                .isEqualTo(
                        "There are too few file descriptors to start: raise the limit with LimitNOFILE= in the systemd"
                                + " unit, or with ulimit -n.\n");
    }

    private ServerProcess start(Transport transport, String... endpoints) throws Exception {
        List<String> options = new ArrayList<>(List.of(endpoints));
        options.addAll(List.of("--transport", transport.toString(), "--event-loops", "1", "--grace", "0s"));
        return ServerProcess.startWithDescriptors(DESCRIPTORS, folder, options.toArray(String[]::new));
    }

    private static void assertTellsOnce(ServerProcess server) {
        List<String> lines = server.err().toEnd();
        assertThat(lines).noneMatch(line -> line.contains("exceptionCaught") || line.contains("\tat "));
        assertThat(lines.stream().filter(line -> line.contains(OUT))).hasSizeLessThanOrEqualTo(1);
    }

    /** What the server has no descriptor for waits to be accepted: nobody waits for that here. */
    private void hold(InetSocketAddress address, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(address);
            held.add(channel);
        }
    }

    private static String overTcp(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write("hi\n".getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(3), US_ASCII);
        }
    }

    private static String overUdp(int port, String asked) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            socket.setSoTimeout(ANSWER_MILLIS);
            InetSocketAddress server = new InetSocketAddress(asked, port);
            socket.send(new DatagramPacket("hi".getBytes(US_ASCII), 2, server));
            DatagramPacket answer = new DatagramPacket(new byte[9], 9);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), US_ASCII);
        }
    }

    private static final class Senders implements AutoCloseable {
        private final List<DatagramSocket> sockets = new ArrayList<>();
        private final InetSocketAddress server;

        Senders(int count, InetSocketAddress server) throws IOException {
            this.server = server;
            for (int i = 0; i < count; i++) {
                sockets.add(new DatagramSocket(0, InetAddress.getByName("127.0.0.1")));
            }
        }

        void send(String text) throws IOException {
            for (DatagramSocket socket : sockets) {
                socket.send(new DatagramPacket(text.getBytes(US_ASCII), text.length(), server));
            }
        }

        @Override
        public void close() {
            sockets.forEach(DatagramSocket::close);
        }
    }
}
