package paloma.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.Transport;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.metrics.Refusal;
import paloma.transfer.keys.PemFiles;

/** Streams over TLS end as over TCP, and what is cut on the way passes for nothing whole. */
@Timeout(120)
class TlsStreamsIT {
    /** More than the buffers on the way hold; the leak detector makes each line slow. */
    private static final int LINES = 8_000;

    private static final String FILLING = "x".repeat(300);
    private static final String[] BOTH = {"TLSv1.2", "TLSv1.3"};

    @TempDir
    Path data;

    @ParameterizedTest
    @MethodSource("paloma.server.RunningServer#transportsAndHosts")
    void answersWhoHasEndedHisSide(Transport transport, String host) throws Exception {
        try (RunningServer server = start(transport, "prime=tls://" + host + ":0");
                TlsClient client = TlsClient.to(server.tls("prime"), trusted())) {
            assertThat(client.ask("97\n98\n618970019642690137449562111\n7")).isEqualTo("T\nF\nT\nT\n");
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void speaksBothVersionsAndNoOlder(Transport transport) throws Exception {
        try (RunningServer server = start(transport, "echo=tls://:0")) {
            for (String version : BOTH) {
                try (TlsClient client = TlsClient.to(server.tls("echo"), trusted(), version)) {
                    client.send("one\ntwo\n");
                    assertThat(client.read(8)).isEqualTo("one\ntwo\n");
                    client.send("three\n");
                    assertThat(client.read(6)).isEqualTo("three\n");
                }
            }
        }
    }

    /** With TLS 1.2 the end of one side is the end of both: what was answered at once is on its way by then. */
    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersWhatCameRightBeforeTheEnd(Transport transport) throws Exception {
        try (RunningServer server = start(transport, "echo=tls://:0")) {
            for (int i = 0; i < 20; i++) {
                try (TlsClient client = TlsClient.to(server.tls("echo"), trusted(), "TLSv1.2")) {
                    client.shakeHands();
                    client.send("one\ntwo\n");
                    client.endOutput();
                    assertThat(client.read(8)).isEqualTo("one\ntwo\n");
                }
            }
        }
    }

    /** All lines are sent before any answer is read, as far as the server takes them. */
    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersEachOfManyLinesToASlowReader(Transport transport) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            lines.append("line no. ").append(i).append(FILLING).append('\n');
        }
        try (RunningServer server = start(transport, "echo=tls://:0");
                TlsClient client = TlsClient.to(server.tls("echo"), trusted())) {
            client.shakeHands();
            Thread sender = new Thread(() -> sendAll(client, lines.toString()));
            sender.start();
            StringBuilder answers = new StringBuilder();
            for (String part = client.read(1_000); !part.isEmpty(); part = client.read(1_000)) {
                answers.append(part);
            }
            sender.join();
            assertThat(answers.toString().equals(lines.toString()))
                    .as("all of %d bytes, %d came", lines.length(), answers.length())
                    .isTrue();
        }
    }

    private static void sendAll(TlsClient client, String lines) {
        try {
            client.send(lines);
            client.endOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void storesAnUploadWithItsEndAndNoneThatWasCut(Transport transport) throws Exception {
        try (RunningServer server = start(transport, "upload=tls://:0")) {
            try (TlsClient client = TlsClient.to(server.tls("upload"), trusted())) {
                assertThat(client.ask("whole")).as("an end without a word").isEmpty();
            }
            assertThat(uploads()).hasSize(1).allMatch(name -> !name.endsWith(".part"));
            try (TlsClient client = TlsClient.to(server.tls("upload"), trusted())) {
                client.shakeHands();
                client.send("cut");
                client.cut();
                assertThatThrownBy(client::readAll).as("no close_notify").isInstanceOf(IOException.class);
            }
        }
        assertThat(uploads()).hasSize(2).anyMatch(name -> name.endsWith(".part"));
    }

    /** Nobody could be told how an upload over TLS 1.2 ended: the end of one side is that of both. */
    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void takesUploadsOverTheNewestVersionAlone(Transport transport) throws Exception {
        try (RunningServer server = start(transport, "upload=tls://:0", "--event-loops", "1");
                TlsClient client = TlsClient.to(server.tls("upload"), trusted(), "TLSv1.2")) {
            assertThatThrownBy(client::shakeHands)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("protocol_version");
            assertThat(server.meter("upload", Scheme.TLS).refusals(Refusal.TLS_HANDSHAKE))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void closesWhatSpeaksNoTlsAndCountsIt(Transport transport) throws Exception {
        try (RunningServer server = start(transport, "echo=tls://:0", "--event-loops", "1")) {
            for (String garbage :
                    new String[] {"GET / HTTP/1.1\r\n\r\n", "hello\nhello\n", "\u0016\u0003\u0001\u0000\u0005hello"}) {
                try (Socket socket = connect(server.tls("echo"))) {
                    socket.getOutputStream().write(garbage.getBytes(US_ASCII));
                    readToEnd(socket);
                }
            }
            assertThat(server.meter("echo", Scheme.TLS).refusals(Refusal.TLS_HANDSHAKE))
                    .isEqualTo(3);
            assertThat(server.meter("echo", Scheme.TLS).refusals(Refusal.FAILED))
                    .isZero();
            assertThat(server.meter("echo", Scheme.TLS).requests()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void speaksToNoAddressThatIsDenied(Transport transport) throws Exception {
        try (RunningServer server = start(transport, "echo=tls://:0", "--deny", "127.0.0.1", "--event-loops", "1");
                Socket socket = connect(server.tls("echo"))) {
            assertThat(readToEnd(socket)).isEmpty();
            assertThat(server.meter("echo", Scheme.TLS).refusals(Refusal.ADDRESS))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void readsTheHeaderOfAProxyBeforeTheHello(Transport transport) throws Exception {
        String header = "PROXY TCP4 192.0.2.%d 198.51.100.1 40000 7007\r\n";
        try (RunningServer server = start(
                transport, "echo=tls://:0", "--proxy-from", "127.0.0.1", "--deny", "192.0.2.2", "--event-loops", "1")) {
            try (TlsClient client =
                    new TlsClient(server.tls("echo"), trusted(), null, header.formatted(1), "TLSv1.3")) {
                assertThat(client.ask("through\n")).isEqualTo("through\n");
            }
            try (TlsClient client =
                    new TlsClient(server.tls("echo"), trusted(), null, header.formatted(2), "TLSv1.3")) {
                assertThatThrownBy(client::shakeHands).isInstanceOf(IOException.class);
            }
            assertThat(server.meter("echo", Scheme.TLS).refusals(Refusal.ADDRESS))
                    .isEqualTo(1);
            assertThat(server.meter("echo", Scheme.TLS).requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void saysAtItsStopThatAllHasBeenSent(Transport transport) throws Exception {
        RunningServer server = start(transport, "echo=tls://:0");
        try (server;
                TlsClient client = TlsClient.to(server.tls("echo"), trusted())) {
            client.send("one\n");
            assertThat(client.read(4)).isEqualTo("one\n");
            server.close();
            assertThat(client.readAll()).as("to its close_notify").isEmpty();
        }
    }

    private RunningServer start(Transport transport, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--quiet"));
        all.addAll(List.of(arguments));
        return RunningServer.start(transport, data, all.toArray(String[]::new));
    }

    private X509Certificate trusted() throws Exception {
        return PemFiles.certificates(data.resolve("server.crt")).get(0);
    }

    private List<String> uploads() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("upload"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address);
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** A reset is an end too. */
    private static byte[] readToEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }
}
