package paloma.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.ConnectionWatch;
import paloma.net.Transport;
import paloma.net.tls.TlsIdentity;
import paloma.testkit.Certificates;

@ParameterizedClass
@MethodSource("paloma.net.Transport#available")
class PageTlsTest {
    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static SslContext tls;
    private static SSLContext trusting;

    @Parameter
    Transport transport;

    private final Queue<Throwable> mistakes = new ConcurrentLinkedQueue<>();
    private final WebCounts counts = new WebCounts();
    private HttpAnswers http;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        Certificates.Made made = Certificates.in(folder).selfSigned("page");
        tls = PageTls.of(TlsIdentity.of(made.key(), made.chain()));
        trusting = trusting(made);
    }

    @BeforeEach
    void open() throws IOException {
        http = HttpAnswers.open(
                transport,
                FREE,
                "page-tls",
                2,
                ConnectionWatch.NONE,
                path -> Answer.word(Answer.OK, "live"),
                mistakes::add,
                new SiteSettings(Repeating::new, PageAccess.ofThisMachine(), tls, counts));
    }

    @AfterEach
    void close() {
        http.close();
        assertThat(mistakes).isEmpty();
    }

    @Test
    void allAnswersAndWebSocketsAreOverTls() throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();
        for (String path : new String[] {"/live", "/api/state"}) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + authority() + path))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
        Heard heard = new Heard();
        WebSocket socket = client.newWebSocketBuilder()
                .header("Origin", "https://" + authority())
                .buildAsync(URI.create("wss://" + authority() + "/api/live"), heard)
                .get();
        socket.sendText("hello", true).get();
        assertThat(heard.texts.take()).isEqualTo("hello");
        socket.abort();
    }

    @Test
    void aPageThatCameWithoutTlsOpensNothing() throws Exception {
        try (SSLSocket socket = connect("TLSv1.3")) {
            socket.getOutputStream()
                    .write(("GET /api/live HTTP/1.1\r\nHost: " + authority() + "\r\nOrigin: http://" + authority()
                                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readNBytes(13), UTF_8))
                    .isEqualTo("HTTP/1.1 403 ");
        }
    }

    @Test
    void whoSpeaksPlainHttpLearnsNothing() throws Exception {
        try (Socket socket =
                new Socket(http.address().getAddress(), http.address().getPort())) {
            socket.getOutputStream().write("GET /api/state HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            assertThat(answer(socket)).doesNotContain("HTTP");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksEachVersionThatIsSafe(String version) throws Exception {
        try (SSLSocket socket = connect(version)) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    /** For a few bytes the server would compute a handshake, and again (CVE-2011-1473). */
    @Test
    void aClientThatNegotiatesAgainIsHungUpOn() throws Exception {
        try (SSLSocket socket = connect("TLSv1.2")) {
            socket.startHandshake();
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void keepsFewSessionsForStrangers() {
        assertThat(tls.sessionContext().getSessionCacheSize()).isEqualTo(PageTls.MAX_SESSIONS);
    }

    private String authority() {
        return "127.0.0.1:" + http.address().getPort();
    }

    private SSLSocket connect(String version) throws IOException {
        SSLSocket socket = (SSLSocket) trusting.getSocketFactory()
                .createSocket(http.address().getAddress(), http.address().getPort());
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (SocketException reset) {
            return "";
        }
    }

    private static SSLContext trusting(Certificates.Made made) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("page", made.certificate());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static final class Heard implements WebSocket.Listener {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            texts.add(data.toString());
            return null;
        }
    }

    private static final class Repeating implements Site {
        @Override
        public Pages pages() {
            throw new UnsupportedOperationException("has none");
        }

        @Override
        public Answer api(String path) {
            return path.equals("/api/state") ? Answer.json("{}") : null;
        }

        @Override
        public LiveFeed feed(String path) {
            return path.equals("/api/live") ? Repeating::repeat : null;
        }

        private static ViewerListener repeat(Viewer viewer) {
            return new ViewerListener() {
                @Override
                public void text(String message) {
                    viewer.send(message);
                }

                @Override
                public void closed() {}
            };
        }

        @Override
        public void close() {}
    }
}
