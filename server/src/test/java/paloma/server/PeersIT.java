package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.Transport;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.metrics.Refusal;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.testkit.UdpPeer;

/** The server asked by other people's programs: the JDK's sockets, netcat, socat, and Python's standard library. */
class PeersIT {
    @TempDir
    Path data;

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersTheJdksSockets(Transport transport) throws IOException {
        try (RunningServer server = start(transport, "echo=udp://:0", "uppercase=udp://:0", "prime=udp://:0");
                UdpPeer echo = new UdpPeer(server.udp("echo"));
                UdpPeer uppercase = new UdpPeer(server.udp("uppercase"));
                UdpPeer prime = new UdpPeer(server.udp("prime"))) {
            assertThat(echo.ask("a\0b")).isEqualTo("a\0b");
            assertThat(uppercase.ask(" \tpaloma\r\n")).isEqualTo("PALOMA");
            assertThat(prime.ask(" 1_000_003\n")).isEqualTo("T\n");
            assertThat(prime.ask("")).isEqualTo("E\n");
            assertThat(prime.ask("618970019642690137449562111")).as("2^89-1").isEqualTo("T\n");
            assertThat(echo.hearsNothing()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersNetcat(Transport transport) throws IOException, InterruptedException {
        Processes.require("nc");
        try (RunningServer server = start(transport, "echo=udp://:0", "uppercase=tcp://:0", "prime=udp://:0")) {
            assertThat(netcat(server.udp("echo"), "hello\n", "-u", "-W1", "-w20"))
                    .isEqualTo("hello\n");
            assertThat(netcat(server.udp("prime"), "97\n", "-u", "-w1")).isEqualTo("T\n");
            assertThat(netcat(server.tcp("uppercase"), "hello\nworld\n", "-N")).isEqualTo("HELLO\nWORLD\n");
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersSocat(Transport transport) throws IOException, InterruptedException {
        Processes.require("socat");
        try (RunningServer server = start(transport, "uppercase=udp://:0", "echo=tcp://:0")) {
            assertThat(socat(
                            "hello\n",
                            "UDP4:127.0.0.1:" + server.udp("uppercase").getPort()))
                    .isEqualTo("HELLO");
            assertThat(socat("a\nb", "TCP4:127.0.0.1:" + server.tcp("echo").getPort()))
                    .isEqualTo("a\nb");
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void servesUnixDatagramSocketsWhereThereAreAny(Transport transport) throws IOException, InterruptedException {
        Processes.require("socat");
        Path socket = data.resolve("uppercase.sock");
        if (!transport.hasUnixDatagrams()) {
            assertThatThrownBy(() -> start(transport, "uppercase=unix:" + socket))
                    .hasMessageContaining("native transport");
            return;
        }
        Path client = data.resolve("client.sock");
        try (RunningServer server = start(transport, "uppercase=unix:" + socket)) {
            assertThat(socat("hello\n", "UNIX-SENDTO:" + socket + ",bind=" + client))
                    .isEqualTo("HELLO");
            // One that has bound no address is served without an answer, and the next is served as before.
            assertThat(socat("nobody\n", "UNIX-SENDTO:" + socket)).isEmpty();
            assertThat(socat("again\n", "UNIX-SENDTO:" + socket + ",bind=" + client))
                    .isEqualTo("AGAIN");
            assertThat(server.meter("uppercase", Scheme.UNIX).refusals(Refusal.NO_ADDRESS))
                    .isEqualTo(1);
        }
        assertThat(socket).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersPythonsStandardLibrary(Transport transport) throws IOException, InterruptedException {
        Processes.require("python3");
        try (RunningServer server =
                start(transport, "prime=udp://:0", "uppercase=udp://:0", "echo=udp://:0", "uppercase=tcp://:0")) {
            assertThat(python("prime", server.udp("prime")))
                    .isEqualTo("4j E\n4 F\n5 T\n-5 F\n17 T\n29 T\n1125899906842624 F\n1125899906842623 F\n");
            assertThat(python("uppercase", server.udp("uppercase"))).isEqualTo("HELLO FROM PYTHON\n");
            assertThat(python("echo", server.udp("echo")))
                    .isEqualTo("0 True\n1 True\n1472 True\n1473 True\n9000 True\n65507 True\n");
            assertThat(python("tcp", server.tcp("uppercase"))).isEqualTo("b'ONE\\r\\nTWO\\nTHREE'\n");
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersManyLinesInOrderOverTcpWhileALargeNumberIsWorkedOn(Transport transport) throws IOException {
        try (RunningServer server = start(transport, "prime=tcp://:0");
                Socket socket = new Socket()) {
            socket.connect(server.tcp("prime"));
            socket.setSoTimeout(10_000);
            String lines = "7\n618970019642690137449562111\n8\n618970019642690137449562113\nx\n";
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("T\nT\nF\nF\nE\n");
        }
    }

    private RunningServer start(Transport transport, String... endpoints) {
        return RunningServer.start(transport, data, endpoints);
    }

    private static String netcat(InetSocketAddress address, String input, String... options)
            throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("nc"));
        command.addAll(List.of(options));
        command.addAll(List.of(address.getAddress().getHostAddress(), String.valueOf(address.getPort())));
        return Ended.printedBy(input, command.toArray(String[]::new));
    }

    private static String socat(String input, String peer) throws IOException, InterruptedException {
        return Ended.printedBy(input, "socat", "-t0.3", "-", peer);
    }

    private static String python(String service, InetSocketAddress address) throws IOException, InterruptedException {
        String script =
                new String(PeersIT.class.getResourceAsStream("/ten_lines.py").readAllBytes(), StandardCharsets.UTF_8);
        return Ended.printedBy("", "python3", "-c", script, service, String.valueOf(address.getPort()));
    }
}
