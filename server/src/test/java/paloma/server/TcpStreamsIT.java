package paloma.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.Transport;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** Streams of many lines to clients that read as they like, and connections that break off. */
@Timeout(120)
class TcpStreamsIT {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final int SELECT_MILLIS = 20_000;

    @TempDir
    Path data;

    static Stream<Arguments> transportsAndReaders() {
        return Transport.available().stream()
                .flatMap(transport -> Stream.of(1, 61, 1 << 16).map(bytes -> Arguments.of(transport, bytes)));
    }

    /** The client reads nothing until the server takes no more, then as much at once as it is told. */
    @ParameterizedTest
    @MethodSource("transportsAndReaders")
    void answersEveryLineInOrderThenEnds(Transport transport, int readBytes) throws IOException {
        try (RunningServer server = start(transport, "echo", "uppercase", "prime", "greet")) {
            String[] numbers = {"11", "15", "-3", "eleven", "18446744073709551557"};
            String[] primes = {"T\n", "F\n", "F\n", "E\n", "T\n"};
            assertAnswers(server, "prime", readBytes, 12_000, i -> numbers[i % 5] + "\n", i -> primes[i % 5]);
            assertAnswers(
                    server, "echo", readBytes, 6_000, i -> "echo no. " + i + "\r\n", i -> "echo no. " + i + "\r\n");
            assertAnswers(server, "uppercase", readBytes, 6_000, i -> "up " + i + "\n", i -> "UP " + i + "\n");
            assertAnswers(server, "greet", readBytes, 4_000, i -> i + "\n", i -> "Hello UDP Client\n");
        }
    }

    /** More than all buffers between the two hold: the client is held up and its lines wait with it. */
    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void takesNoMoreThanIsReadAndAnswersTheRestThen(Transport transport) throws IOException {
        try (RunningServer server = start(transport, "echo")) {
            String line = "0123456789".repeat(300) + "\n";
            byte[] lines = line.repeat(8_000).getBytes(US_ASCII);
            Client client = new Client(server.tcp("echo"), lines, 1 << 16);
            client.writesUntilHeldUp();
            assertThat(client.written()).as("bytes taken while nobody reads").isLessThan(lines.length);
            assertThat(client.readsAll()).isEqualTo(lines);
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void countsNoRefusalForAClientThatResetsWithItsAnswer(Transport transport) throws IOException {
        try (RunningServer server = start(transport, "uppercase", "--event-loops", "1")) {
            for (int i = 0; i < 4; i++) {
                try (Socket socket = connect(server.tcp("uppercase"))) {
                    socket.setSoLinger(true, 0);
                    assertThat(ask(socket, "reset " + i)).isEqualTo("RESET " + i + "\n");
                }
            }
            awaitEverythingBefore(server, "uppercase");
            ServiceMeter meter = server.meter("uppercase", Scheme.TCP);
            for (Refusal reason : Refusal.values()) {
                assertThat(meter.refusals(reason)).as(reason.label()).isZero();
            }
            assertThat(meter.answers()).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void makesNoFileOfAnUploadThatWasReset(Transport transport) throws IOException {
        try (RunningServer server = start(transport, "upload", "uppercase", "--event-loops", "1")) {
            for (int i = 0; i < 4; i++) {
                try (Socket socket = connect(server.tcp("upload"))) {
                    socket.setSoLinger(true, 0);
                    socket.getOutputStream().write(("begun " + i + "\nand not ended\n").getBytes(US_ASCII));
                    awaitEverythingBefore(server, "uppercase");
                }
            }
            awaitEverythingBefore(server, "uppercase");
        }
        try (Stream<Path> files = Files.walk(data).filter(Files::isRegularFile)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();
            assertThat(names).hasSize(4).allMatch(name -> name.endsWith(".part"));
        }
    }

    private RunningServer start(Transport transport, String... servicesAndOptions) {
        List<String> all = new ArrayList<>(List.of("--quiet"));
        boolean options = false;
        for (String each : servicesAndOptions) {
            options |= each.startsWith("--");
            all.add(options ? each : each + "=tcp://:0");
        }
        return RunningServer.start(transport, data, all.toArray(String[]::new));
    }

    private static void assertAnswers(
            RunningServer server,
            String service,
            int readBytes,
            int count,
            IntFunction<String> line,
            IntFunction<String> answer)
            throws IOException {
        StringBuilder lines = new StringBuilder();
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(line.apply(i));
            answers.append(answer.apply(i));
        }
        Client client = new Client(server.tcp(service), lines.toString().getBytes(US_ASCII), readBytes);
        client.writesUntilHeldUp();
        assertThat(new String(client.readsAll(), US_ASCII)).as(service).isEqualTo(answers.toString());
    }

    /** The one event loop has seen what happened before, when it has accepted and answered two connections more. */
    private static void awaitEverythingBefore(RunningServer server, String service) throws IOException {
        try (Socket socket = connect(server.tcp(service))) {
            assertThat(ask(socket, "one")).isEqualTo("ONE\n");
            assertThat(ask(socket, "two")).isEqualTo("TWO\n");
        }
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address);
        socket.setSoTimeout(SELECT_MILLIS);
        return socket;
    }

    private static String ask(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\n") < 0) {
            int read = socket.getInputStream().read();
            assertThat(read).as("goes on after " + answer).isNotNegative();
            answer.append((char) read);
        }
        return answer.toString();
    }

    /** Sends lines and ends its side of the stream, and reads when it is told. */
    private static final class Client {
        private final SocketChannel channel;
        private final Selector selector = Selector.open();
        private final ByteBuffer lines;
        private final ByteBuffer part;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private boolean ended;

        Client(InetSocketAddress address, byte[] lines, int readBytes) throws IOException {
            this.lines = ByteBuffer.wrap(lines);
            this.part = ByteBuffer.allocate(readBytes);
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
            channel.connect(address);
            channel.configureBlocking(false);
        }

        int written() {
            return lines.position();
        }

        /** Held up is whoever may not write for as long as a server that takes more would never need. */
        void writesUntilHeldUp() throws IOException {
            SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            while (!ended && selector.select(500) > 0) {
                selector.selectedKeys().clear();
                write();
            }
            key.cancel();
            selector.selectNow();
        }

        byte[] readsAll() throws IOException {
            channel.register(selector, SelectionKey.OP_READ | (ended ? 0 : SelectionKey.OP_WRITE));
            int got = 0;
            while (got >= 0) {
                assertThat(selector.select(SELECT_MILLIS))
                        .as("goes on after " + read.size() + " bytes")
                        .isPositive();
                selector.selectedKeys().clear();
                if (!ended) {
                    write();
                }
                got = readSome();
                channel.keyFor(selector).interestOps(SelectionKey.OP_READ | (ended ? 0 : SelectionKey.OP_WRITE));
            }
            channel.close();
            selector.close();
            return read.toByteArray();
        }

        private int readSome() throws IOException {
            int got = channel.read(part.clear());
            while (got > 0) {
                read.write(part.array(), 0, got);
                got = channel.read(part.clear());
            }
            return got;
        }

        private void write() throws IOException {
            channel.write(lines);
            if (!lines.hasRemaining()) {
                channel.shutdownOutput();
                ended = true;
            }
        }
    }
}
