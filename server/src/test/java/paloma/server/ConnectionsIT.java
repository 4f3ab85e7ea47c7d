package paloma.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.Transport;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.metrics.Refusal;

/** Whoever holds connections keeps nobody else out. One event loop serves, so that they are served as they came. */
@Timeout(120)
class ConnectionsIT {
    private static final int ANSWER_MILLIS = 20_000;

    @TempDir
    Path data;

    private final List<Socket> idle = new ArrayList<>();

    @AfterEach
    void closeIdle() throws IOException {
        for (Socket socket : idle) {
            socket.close();
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersWhileOneAddressHoldsAsManyConnectionsAsItCan(Transport transport) throws IOException {
        try (RunningServer server = RunningServer.start(transport, data, "echo=tcp://:0", "--event-loops", "1")) {
            hold(server.tcp("echo"), 512, "127.0.0.1", "f");
            assertAnswers(server.tcp("echo"), "127.0.0.1");
            assertAnswers(server.tcp("echo"), "127.0.0.2");
            assertThat(server.meter("echo", Scheme.TCP).refusals(Refusal.CONNECTIONS_PER_SOURCE))
                    .isEqualTo(512 - 128 + 1);
        }
    }

    /** The bound is one for all endpoints, and who is silent longest gives way whichever he is at. */
    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersWhileManyAddressesHoldConnectionsOfTwoServices(Transport transport) throws IOException {
        String[] options = {"echo=tcp://:0", "uppercase=tcp://:0", "--connections", "40", "--event-loops", "1"};
        try (RunningServer server = RunningServer.start(transport, data, options)) {
            for (int i = 1; i <= 20; i++) {
                hold(server.tcp("echo"), 3, "127.0.0." + i, "");
                hold(server.tcp("uppercase"), 3, "127.0.0." + i, "begun");
            }
            assertAnswers(server.tcp("echo"), "127.0.1.1");
            assertAnswers(server.tcp("echo"), "127.0.0.1");
            long refused = server.meter("echo", Scheme.TCP).refusals(Refusal.CONNECTIONS)
                    + server.meter("uppercase", Scheme.TCP).refusals(Refusal.CONNECTIONS);
            assertThat(refused).isGreaterThanOrEqualTo(120 - 40);
        }
    }

    /** A talk that goes on is not what gives way. */
    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void letsATalkGoOnThroughAFlood(Transport transport) throws IOException {
        try (RunningServer server = RunningServer.start(transport, data, "echo=tcp://:0", "--event-loops", "1");
                Socket talk = connect(server.tcp("echo"), "127.0.0.1")) {
            for (int i = 0; i < 60; i++) {
                assertThat(ask(talk, "line " + i)).isEqualTo("line " + i);
                hold(server.tcp("echo"), 10, "127.0.0.1", "f");
            }
            assertThat(ask(talk, "bye")).isEqualTo("bye");
        }
    }

    private void hold(InetSocketAddress address, int count, String source, String begun) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket socket = connect(address, source);
            idle.add(socket);
            try {
                socket.getOutputStream().write(begun.getBytes(US_ASCII));
            } catch (SocketException e) {
                assertThat(e).as("the server may have turned it away").hasMessageNotContaining("refused");
            }
        }
    }

    private static void assertAnswers(InetSocketAddress address, String source) throws IOException {
        try (Socket socket = connect(address, source)) {
            assertThat(ask(socket, "still here")).isEqualTo("still here");
        }
    }

    private static Socket connect(InetSocketAddress address, String source) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
        socket.connect(address);
        socket.setSoTimeout(ANSWER_MILLIS);
        return socket;
    }

    private static String ask(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(US_ASCII));
        StringBuilder answer = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next != '\n';
                next = socket.getInputStream().read()) {
            assertThat(next).as("goes on after " + answer).isNotNegative();
            answer.append((char) next);
        }
        return answer.toString();
    }
}
