package paloma.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.Certificates;

/** The server's page as a program sees it that speaks HTTP and WebSockets. */
class PageIT {
    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private RunningServer server;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void figuresAreThoseOfWhatWasAsked() throws Exception {
        start("echo=udp://127.0.0.1:0", "--quiet");
        ask(server.udp("echo"), 1_000);
        Map<String, Object> state = json(get("/api/state").body());
        assertThat(state)
                .containsEntry("endpoints.0.service", "echo")
                .containsEntry(
                        "endpoints.0.url",
                        "udp://127.0.0.1:" + server.udp("echo").getPort())
                .containsEntry(
                        "endpoints.0.try",
                        "echo hello | nc -u -w1 127.0.0.1 " + server.udp("echo").getPort())
                .containsEntry("endpoints.0.requests", 1_000L)
                .containsEntry("endpoints.0.requestBytes", 5_000L)
                .containsEntry("endpoints.0.answers", 1_000L)
                .containsEntry("endpoints.0.handling.count", 1_000L)
                .containsEntry("server.reason", "starting")
                .containsEntry("transfers", null)
                .containsEntry("uploads", null)
                .containsEntry("rooms", null);
        awaitHistory(1_000);
        assertThat(metrics()).contains("paloma_page_viewers 0.0");
    }

    @Test
    void linesComeAsTheyAreShown() throws Exception {
        start("sink=udp://127.0.0.1:0");
        send(server.udp("sink"), "before\u001b[31m");
        awaitLines(1);
        try (Browser browser = browse("/api/live", null)) {
            assertThat(browser.next("\"type\":\"lines\""))
                    .contains("before\\\\u001b[31m")
                    .contains("\"number\":1");
            send(server.udp("sink"), "<script>alert(1)</script>");
            assertThat(browser.next("\"number\":2")).contains("<script>alert(1)</script>");
            assertThat(browser.next("\"type\":\"state\"")).contains("\"viewers\":1");
        }
    }

    @Test
    void oneTalksInTheChatAsOverTcp() throws Exception {
        start("chat=tcp://127.0.0.1:0");
        try (Browser browser = browse("/api/chat", null);
                Socket terminal = new Socket()) {
            browser.next("You are guest-1");
            terminal.connect(server.tcp("chat"));
            browser.next("* guest-2 is here.");
            terminal.getOutputStream().write("hello from a terminal\n".getBytes(UTF_8));
            browser.next("guest-2: hello from a terminal");
            browser.say("/name ada");
            browser.next("ada");
            browser.say("hello from a browser");
            browser.next("ada: hello from a browser");
            assertThat(lineWith(terminal, "ada: ")).isEqualTo("ada: hello from a browser");
            Map<String, Object> state = json(get("/api/state").body());
            assertThat(state)
                    .containsEntry("rooms.0.name", "lobby")
                    .containsEntry("rooms.0.count", 2L)
                    .containsEntry("rooms.0.people.0", "guest-2");
            assertThat(metrics()).contains("paloma_requests_total{service=\"chat\",transport=\"websocket\"} 2.0");
            browser.socket.sendClose(1000, "").get();
            assertThat(lineWith(terminal, "ada has left")).isEqualTo("* ada has left.");
        }
    }

    @Test
    void uploadsAndTransfersAreSeenWhileTheyRunAndWhenTheyHaveEnded() throws Exception {
        start("upload=udp://127.0.0.1:0", "upload=tcp://127.0.0.1:0", "files=udp://127.0.0.1:0");
        try (Socket stream = new Socket()) {
            stream.connect(server.tcp("upload"));
            stream.getOutputStream().write(new byte[1_000]);
            awaitState("uploads.0.bytes", 1_000L);
            assertThat(json(get("/api/state").body())).containsEntry("uploads.0.outcome", "open");
            stream.shutdownOutput();
            awaitState("uploads.0.outcome", "complete");
        }
        assertThat(json(get("/api/state").body())).containsKey("transfers.running");
    }

    @Test
    void aNetworkSeesItWithTheTokenOnly() throws Exception {
        start("echo=udp://127.0.0.1:0", "--admin", "0.0.0.0:0", "--page-token", "new");
        assertThat(get("/").statusCode()).isEqualTo(200);
        assertThat(get("/api/state").statusCode()).isEqualTo(401);
        assertThat(get("/metrics").statusCode()).isEqualTo(200);
        try (Browser browser = browse("/api/live", "{\"type\":\"token\",\"token\":\"wrong\"}")) {
            browser.next("closed 4401");
        }
        assertThat(metrics()).contains("paloma_page_refusals_total{reason=\"token\"} 2.0");
    }

    @Test
    void aThousandHalfOpenRequestsKeepNobodyOut() throws Exception {
        start("echo=udp://127.0.0.1:0");
        try (Browser browser = browse("/api/live", null)) {
            browser.next("\"type\":\"state\"");
            List<Socket> half = new ArrayList<>();
            try {
                for (int i = 0; i < 1_000; i++) {
                    Socket socket = new Socket(
                            server.admin().getAddress(), server.admin().getPort());
                    half.add(socket);
                    socket.getOutputStream()
                            .write("GET /api/live HTTP/1.1\r\nUpgrade: websocket\r\nHost: ".getBytes(UTF_8));
                }
                assertThat(get("/live").statusCode()).isEqualTo(200);
                browser.next("\"viewers\":1");
                browser.next("\"viewers\":1");
            } finally {
                for (Socket socket : half) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void isNotShownToANetworkWithoutAToken() throws Exception {
        start("echo=udp://127.0.0.1:0", "--admin", "0.0.0.0:0");
        assertThat(get("/").statusCode()).isEqualTo(403);
        assertThat(get("/").body()).contains("--page-token");
        assertThat(get("/api/state").statusCode()).isEqualTo(404);
        assertThat(get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void canBeOff() throws Exception {
        start("echo=udp://127.0.0.1:0", "--page", "off");
        assertThat(get("/").statusCode()).isEqualTo(403);
        assertThat(get("/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void noChatIsCountedWhereNoBrowserGetsOne() throws Exception {
        start("chat=udp://127.0.0.1:0", "--page", "off");
        assertThat(get("/api/chat").statusCode()).isEqualTo(404);
        assertThat(metrics()).contains("transport=\"udp\"").doesNotContain("transport=\"websocket\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTlsToWhoKnowsTheTokenOfAFile(String version) throws Exception {
        Certificates.Made own = Certificates.in(folder).selfSignedRsa("page");
        start(
                "echo=udp://127.0.0.1:0",
                "--page-tls-cert",
                secret("page.pem", own.chainPem()),
                "--page-tls-key",
                secret("page.key", own.keyPem()),
                "--page-token",
                secret("page.token", "the token of this page\n"));
        assertThat(ask(own, version, "/api/state", "Authorization: Bearer the token of this page\r\n"))
                .startsWith("HTTP/1.1 200 OK")
                .contains("\"type\":\"state\"");
        assertThat(ask(own, version, "/api/state", "")).startsWith("HTTP/1.1 401 ");
        assertThat(ask(own, version, "/metrics", "")).startsWith("HTTP/1.1 200 OK");
        assertThat(ask(own, version, "/", "")).contains("<title>Paloma server</title>");
    }

    private String secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file.toString();
    }

    private String ask(Certificates.Made trusted, String version, String path, String header) throws Exception {
        try (TlsClient browser = TlsClient.to(server.admin(), trusted.certificate(), version)) {
            browser.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + "\r\n");
            return browser.readAll();
        }
    }

    private void start(String... options) {
        server = RunningServer.startWithAdmin(folder.resolve("data"), options);
    }

    private String url(String scheme, String path) {
        return scheme + "://127.0.0.1:" + server.admin().getPort() + path;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url("http", path))).build(), BodyHandlers.ofString());
    }

    private String metrics() throws Exception {
        return get("/metrics").body();
    }

    private void awaitState(String key, Object value) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!value.equals(json(get("/api/state").body()).get(key)) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(json(get("/api/state").body())).containsEntry(key, value);
    }

    private void awaitLines(int count) throws Exception {
        awaitState("lastLine", (long) count);
    }

    private void awaitHistory(long requests) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (historyOfRequests() != requests && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(historyOfRequests()).isEqualTo(requests);
    }

    private long historyOfRequests() throws Exception {
        return json(get("/api/history").body()).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("endpoints.0.requests."))
                .mapToLong(entry -> (Long) entry.getValue())
                .sum();
    }

    /** Each is answered before the next leaves: none is lost. */
    private static void ask(InetSocketAddress to, int times) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(to);
            socket.setSoTimeout(60_000);
            byte[] hello = "hello".getBytes(UTF_8);
            for (int i = 0; i < times; i++) {
                socket.send(new DatagramPacket(hello, hello.length));
                socket.receive(new DatagramPacket(new byte[16], 16));
            }
        }
    }

    private static void send(InetSocketAddress to, String text) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] bytes = text.getBytes(UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        }
    }

    private static String lineWith(Socket terminal, String part) throws IOException {
        terminal.setSoTimeout(60_000);
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = terminal.getInputStream().read();
            if (c == '\n' && line.indexOf(part) >= 0) {
                return line.toString();
            }
            if (c == '\n') {
                line.setLength(0);
            } else {
                line.append((char) c);
            }
        }
    }

    /** Returns the values of a JSON text by their paths, such as {@code endpoints.0.url}. */
    private static Map<String, Object> json(String text) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        try (JsonParser in = new JsonFactory().createParser(text)) {
            in.nextToken();
            value(in, "", values);
        }
        return values;
    }

    private static void value(JsonParser in, String path, Map<String, Object> to) throws IOException {
        switch (in.currentToken()) {
            case START_OBJECT -> {
                to.put(path, Map.of());
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    value(in, path.isEmpty() ? name : path + "." + name, to);
                }
            }
            case START_ARRAY -> {
                to.put(path, List.of());
                for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
                    value(in, path + "." + i, to);
                }
            }
            case VALUE_NUMBER_INT -> to.put(path, in.getLongValue());
            case VALUE_NUMBER_FLOAT -> to.put(path, in.getDoubleValue());
            case VALUE_NULL -> to.put(path, null);
            default -> to.put(path, in.getText());
        }
    }

    private Browser browse(String path, String first) throws Exception {
        Browser browser = new Browser();
        browser.socket = client.newWebSocketBuilder()
                .header("Origin", url("http", ""))
                .buildAsync(URI.create(url("ws", path)), browser)
                .get();
        if (first != null) {
            browser.say(first);
        }
        return browser;
    }

    private static final class Browser implements WebSocket.Listener, AutoCloseable {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();
        private WebSocket socket;

        void say(String text) throws Exception {
            socket.sendText(text, true).get();
        }

        /** Returns the next message that has this in it. */
        String next(String part) throws InterruptedException {
            List<String> others = new ArrayList<>();
            String message = heard.poll(60, TimeUnit.SECONDS);
            while (message != null && !message.contains(part)) {
                others.add(message);
                message = heard.poll(60, TimeUnit.SECONDS);
            }
            assertThat(message).as("after %s", others).contains(part);
            return message;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                heard.add(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            heard.add("closed " + status);
            return null;
        }

        @Override
        public void close() {
            socket.abort();
        }
    }
}
