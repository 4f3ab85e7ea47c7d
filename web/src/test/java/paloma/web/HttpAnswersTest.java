package paloma.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.ConnectionWatch;
import paloma.net.Transport;

@ParameterizedClass
@MethodSource("paloma.net.Transport#available")
class HttpAnswersTest {
    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int THREADS = 4;

    @Parameter
    Transport transport;

    private final Queue<Throwable> mistakes = new ConcurrentLinkedQueue<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpAnswers http;

    @AfterEach
    void close() {
        if (http != null) {
            http.close();
        }
    }

    @Test
    void answersWithStatusTypeAndTextInUtf8() throws Exception {
        open(path -> Answer.word(Answer.UNAVAILABLE, "später"));
        HttpResponse<byte[]> answer = ask("GET", "/ready?why=1");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(answer.body()).isEqualTo("später\n".getBytes(UTF_8));
        assertThat(asked).containsExactly("/ready");
    }

    @Test
    void answersHeadWithTheLengthAndNoBody() throws Exception {
        open(path -> Answer.numbers("a 1\n"));
        HttpResponse<byte[]> answer = ask("HEAD", "/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Length")).hasValue("4");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void answersAnEmptyText() throws Exception {
        open(path -> new Answer(Answer.OK, "text/plain", ""));
        assertThat(raw("GET / HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "get", "BREW"})
    void refusesOtherMethodsWithoutAskingAnybody(String method) throws Exception {
        open(path -> Answer.word(Answer.OK, "never"));
        HttpResponse<byte[]> answer = ask(method, "/metrics");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/../../etc/passwd", "/%2e%2e/%00", "/%ff%fe", "/a/../metrics", "http://other.example/x"})
    void handsOnAnyPathAsText(String target) throws Exception {
        open(path -> Answer.word(Answer.NOT_FOUND, "no"));
        assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n",
                "GET\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "GET * HTTP/1.1\r\n\r\n",
                "GET // HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "GET / HTTP/1.1\r\nTransfer-Encoding: nonsense\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "\u0000\u0001\u0002\u00ff\r\n\r\n"
            })
    void goesOnAfterNonsense(String nonsense) throws Exception {
        open(path -> Answer.word(Answer.OK, "fine"));
        for (int i = 0; i < 2 * THREADS; i++) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(nonsense.getBytes(ISO_8859_1));
                socket.shutdownOutput();
                drain(socket);
            }
        }
        assertThat(ask("GET", "/").statusCode()).isEqualTo(200);
        assertThat(mistakes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_126})
    void goesOnAfterRandomBytes(long seed) throws Exception {
        open(path -> Answer.word(Answer.OK, "fine"));
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            try (Socket socket = connect()) {
                socket.getOutputStream().write(random.nextBoolean() ? "GET /".getBytes(UTF_8) : new byte[0]);
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                drain(socket);
            }
        }
        assertThat(ask("GET", "/").statusCode()).isEqualTo(200);
        assertThat(mistakes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /%zz HTTP/1.1, 400",
        "GET // HTTP/1.1, 400",
        "nonsense, 400",
        "GET / HTTP/1.1\rX:1, 400",
        "POST / HTTP/1.1, 405",
    })
    void saysWhatIsWrongAndEndsTheConnection(String head, int status) throws Exception {
        open(path -> Answer.word(Answer.OK, "fine"));
        assertThat(raw(head + "\r\nContent-Length: 9\r\n\r\nthe body\n"))
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("connection: close");
        assertThat(asked).isEmpty();
    }

    @Test
    void refusesALongerHeadThanAnybodyNeeds() throws Exception {
        open(path -> Answer.word(Answer.OK, "fine"));
        assertThat(raw("GET /" + "x".repeat(4_000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414 ");
        assertThat(raw("GET / HTTP/1.1\r\nX: " + "x".repeat(10_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(raw("GET / HTTP/1.1\r\n" + "Name: x\r\n".repeat(100_000) + "\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(asked).isEmpty();
    }

    /** A client that has not read its answer when the connection is reset would never see it. */
    @Test
    void refusesALargeBodyInWords() throws Exception {
        open(path -> Answer.word(Answer.OK, "fine"));
        try (Socket socket = connect()) {
            socket.getOutputStream().write("POST /metrics HTTP/1.1\r\nContent-Length: 4000000\r\n\r\n".getBytes(UTF_8));
            socket.getOutputStream().write(new byte[4_000_000]);
            assertThat(drain(socket)).startsWith("HTTP/1.1 405 ").contains("allow: GET, HEAD");
        }
    }

    @Test
    void passesTheBodyOfARequestOver() throws Exception {
        open(path -> Answer.word(Answer.OK, "fine"));
        String first = "GET /1 HTTP/1.1\r\nContent-Length: 5\r\n\r\nGET /";
        String second = "GET /2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nGET\r\n0\r\n\r\n";
        assertThat(raw(first + second + "GET /3 HTTP/1.0\r\n\r\n").split("fine\n", -1))
                .hasSize(4);
        assertThat(asked).containsExactly("/1", "/2", "/3");
    }

    @Test
    void answersWhatIsAskedAtOnceInItsOrder() throws Exception {
        open(path -> Answer.word(Answer.OK, path));
        StringBuilder requests = new StringBuilder();
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            requests.append(i % 3 == 0 ? "HEAD /" : "GET /").append(i).append(" HTTP/1.1\r\n\r\n");
            answers.append(i % 3 == 0 ? "" : "/" + i + "\n");
        }
        String got = raw(requests + "GET /end HTTP/1.0\r\n\r\n");
        String bodies = got.replaceAll("(?s)HTTP/1.1 200 OK\r\n.*?\r\n\r\n", "");
        assertThat(bodies).isEqualTo(answers + "/end\n");
    }

    @Test
    void answersAClientThatHasEndedItsSide() throws Exception {
        open(path -> Answer.word(Answer.OK, path));
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            socket.shutdownOutput();
            assertThat(drain(socket)).contains("/1\n").endsWith("/2\n");
        }
    }

    @Test
    void keepsAConnectionOfHttp10OnlyWhereThatIsAskedFor() throws Exception {
        open(path -> Answer.word(Answer.OK, path));
        String got =
                raw("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\nGET /3 HTTP/1.0\r\n\r\n");
        assertThat(got).contains("connection: keep-alive", "/1\n").endsWith("/2\n");
        assertThat(asked).containsExactly("/1", "/2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "G", "GET / HTTP/1.1\r\nHost: x\r\n", "GET / HTTP/1.1\r\nContent-Length: 9\r\n\r\n1234"})
    void answersWhileOneAddressHoldsRequestsHalfOpen(String begun) throws Exception {
        open(path -> Answer.word(Answer.OK, "fine"));
        try (Crowd crowd = new Crowd(200, begun)) {
            assertThat(ask("GET", "/").statusCode()).isEqualTo(200);
            crowd.sends("X");
            assertThat(ask("GET", "/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answersWhileOneAddressReadsNoAnswers() throws Exception {
        String much = "x".repeat(8 << 20);
        open(path -> Answer.word(Answer.OK, path.equals("/much") ? much : "fine"));
        try (Crowd crowd = new Crowd(100, "GET /much HTTP/1.1\r\n\r\n")) {
            assertThat(ask("GET", "/").statusCode()).isEqualTo(200);
            assertThat(crowd.size()).isEqualTo(100);
        }
    }

    @Test
    void answersOthersWhileOneIsSlow() throws Exception {
        open(path -> Answer.word(Answer.OK, "fine"));
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < THREADS - 1; i++) {
                slow.add(connect());
                slow.get(i).getOutputStream().write("GET / HT".getBytes(UTF_8));
            }
            assertThat(ask("GET", "/").statusCode()).isEqualTo(200);
        } finally {
            for (Socket one : slow) {
                one.close();
            }
        }
    }

    @Test
    void answersAClientThatLeavesBeforeItsAnswerAndTheNextOne() throws Exception {
        open(path -> Answer.word(Answer.OK, "x".repeat(4 << 20)));
        for (int i = 0; i < 2 * THREADS; i++) {
            try (Socket socket = connect()) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            }
        }
        assertThat(ask("GET", "/").body()).hasSize((4 << 20) + 1);
        assertThat(mistakes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                OutOfMemoryError.class,
                StackOverflowError.class,
                AssertionError.class,
                NoClassDefFoundError.class
            })
    void saysSoWhenAnAnswerIsAMistakeAndTellsOfTheFirst(Class<? extends Throwable> mistake) throws Exception {
        Throwable planted = mistake.getDeclaredConstructor().newInstance();
        open(path -> {
            throw HttpAnswersTest.<RuntimeException>unchecked(planted);
        });
        for (int i = 0; i < 2 * THREADS; i++) {
            HttpResponse<byte[]> answer = ask("GET", "/");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(new String(answer.body(), UTF_8)).isEqualTo("a mistake of this program\n");
        }
        assertThat(mistakes).containsExactly(planted);
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        open(path -> Answer.word(Answer.OK, "fine"));
        assertThatThrownBy(() -> HttpAnswers.open(
                        transport, http.address(), "second", 1, ConnectionWatch.NONE, path -> null, mistakes::add))
                .isInstanceOf(IOException.class);
    }

    @Test
    void listensNoMoreWhenClosed() throws Exception {
        open(path -> Answer.word(Answer.OK, "fine"));
        InetSocketAddress address = http.address();
        http.close();
        assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()))
                .isInstanceOf(IOException.class);
    }

    /** Connections that all send the same, whether they are still open or not, and read nothing. */
    private final class Crowd implements AutoCloseable {
        private final List<Socket> sockets = new ArrayList<>();

        Crowd(int size, String begun) throws IOException {
            for (int i = 0; i < size; i++) {
                sockets.add(connect());
                send(sockets.get(i), begun);
            }
        }

        int size() {
            return sockets.size();
        }

        void sends(String more) throws IOException {
            for (Socket socket : sockets) {
                send(socket, more);
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }

        private void send(Socket socket, String text) {
            try {
                socket.getOutputStream().write(text.getBytes(UTF_8));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void open(Function<String, Answer> answers) throws IOException {
        http = HttpAnswers.open(
                transport,
                FREE,
                "http-test",
                THREADS,
                ConnectionWatch.NONE,
                path -> {
                    asked.add(path);
                    return answers.apply(path);
                },
                mistakes::add);
    }

    private HttpResponse<byte[]> ask(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + http.address().getPort() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return drain(socket);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(http.address().getAddress(), http.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** A server that closes before it has read all resets the connection. */
    private static String drain(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                answer.append((char) next);
            }
        } catch (SocketException e) {
            return answer.toString();
        }
        return answer.toString();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable throwable) throws T {
        throw (T) throwable;
    }
}
