package paloma.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
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
import paloma.web.WebCounts.Refusal;
import paloma.web.pack.PackPages;

@ParameterizedClass
@MethodSource("paloma.net.Transport#available")
class SiteTest {
    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String TOKEN = "correct-horse-battery-staple";

    @Parameter
    Transport transport;

    @TempDir
    private Path folder;

    private final Queue<Throwable> mistakes = new ConcurrentLinkedQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebCounts counts = new WebCounts();
    private final AtomicInteger made = new AtomicInteger();
    private final BlockingQueue<Viewer> viewers = new LinkedBlockingQueue<>();
    private HttpAnswers http;

    @BeforeEach
    void pack() throws IOException {
        Path source = Files.createDirectories(folder.resolve("source"));
        Files.writeString(source.resolve("index.html"), "<script type=module src=@pages@/a.js></script>");
        Files.writeString(source.resolve("a.js"), "import './b.js';".repeat(100));
        PackPages.main(new String[] {folder.resolve("jar/some/pages").toString(), source.toString()});
    }

    @AfterEach
    void close() {
        http.close();
        assertThat(mistakes).isEmpty();
    }

    @Test
    void isMadeWhenABrowserFirstAsks() throws Exception {
        open(PageAccess.ofThisMachine());
        assertThat(get("/live").statusCode()).isEqualTo(200);
        assertThat(made).hasValue(0);
        assertThat(get("/").statusCode()).isEqualTo(200);
        assertThat(get("/api/state").body()).isEqualTo("{}".getBytes(UTF_8));
        assertThat(made).hasValue(1);
    }

    @Test
    void servesFilesThatBrowsersKeepForEverUnderNamesOfTheirContent() throws Exception {
        open(PageAccess.ofThisMachine());
        HttpResponse<byte[]> page = get("/");
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("cache-control")).hasValue("no-cache");
        String html = new String(page.body(), UTF_8);
        String script = html.substring(html.indexOf("src=") + 4, html.indexOf("></"));
        assertThat(script).matches("pages/[0-9a-f]{12}/a\\.js");

        HttpResponse<byte[]> packed = get("/" + script, "Accept-Encoding", "br, gzip");
        assertThat(packed.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(packed.headers().firstValue("cache-control")).hasValue("public, max-age=31536000, immutable");
        assertThat(unpacked(packed.body())).isEqualTo("import './b.js';".repeat(100));
        HttpResponse<byte[]> plain = get("/" + script, "Accept-Encoding", "gzip;q=0");
        assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
        assertThat(new String(plain.body(), UTF_8)).isEqualTo("import './b.js';".repeat(100));
        String tag = page.headers().firstValue("etag").orElseThrow();
        HttpResponse<byte[]> same = get("/", "If-None-Match", tag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.headers().map()).doesNotContainKey("content-length");
    }

    @Test
    void letsNothingFromElsewhereIntoItsPages() throws Exception {
        open(PageAccess.ofThisMachine());
        for (String path : List.of("/", "/api/state", "/pages/none", "/api/none")) {
            HttpResponse<byte[]> answer = get(path);
            assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self'");
            assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pages/../../etc/passwd", "/pages/%2e%2e/index.txt", "/pages/", "/x.html"})
    void servesOnlyWhatWasPacked(String path) throws Exception {
        open(PageAccess.ofThisMachine());
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "10.0.0.1",
                "",
                "[::2]:80",
                "localhost@evil",
                "2130706433"
            })
    void withoutATokenAnswersUnderTheNamesOfThisMachineOnly(String host) throws Exception {
        open(PageAccess.ofThisMachine());
        for (String path : List.of("/", "/api/state", "/pages/none")) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 421 ");
        }
        assertThat(counts.refusals(Refusal.ORIGIN)).isEqualTo(3);
        assertThat(made).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost:1", "127.0.0.1", "127.1.2.3:8080", "[::1]:99", "[0:0::1]"})
    void answersUnderEachNameOfThisMachine(String host) throws Exception {
        open(PageAccess.ofThisMachine());
        assertThat(raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void figuresWantTheTokenAndPagesDoNot() throws Exception {
        open(PageAccess.by(TOKEN));
        assertThat(get("/").statusCode()).isEqualTo(200);
        assertThat(get("/api/state").statusCode()).isEqualTo(401);
        assertThat(get("/api/state", "Authorization", "Bearer " + TOKEN).statusCode())
                .isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            assertThat(get("/api/state", "Authorization", "Bearer guess" + i).statusCode())
                    .isEqualTo(401);
        }
        assertThat(get("/api/state", "Authorization", "Bearer guess").statusCode())
                .isEqualTo(429);
        assertThat(get("/live").statusCode()).isEqualTo(200);
        assertThat(counts.refusals(Refusal.TOKEN)).isEqualTo(7);
    }

    @Test
    void whoHasNoTokenIsToldHowToShowOne() throws Exception {
        open(PageAccess.by(TOKEN));
        assertThat(get("/api/state").headers().firstValue("www-authenticate")).hasValue("Bearer");
    }

    @Test
    void aRequestThatIsNoWholeUpgradeOpensNothing() throws Exception {
        open(PageAccess.ofThisMachine());
        String upgrade = upgradeRequest("/api/live", "Origin: http://127.0.0.1:" + port() + "\r\n");
        for (String other : List.of(
                upgrade.replace("GET ", "HEAD "),
                upgrade.replace("HTTP/1.1", "HTTP/1.0"),
                upgrade.replace("Connection: Upgrade", "Connection: close"))) {
            try (Socket socket = connect()) {
                send(socket, other);
                assertThat(new String(socket.getInputStream().readNBytes(13), UTF_8))
                        .isEqualTo("HTTP/1.1 426 ");
            }
        }
        assertThat(viewers).isEmpty();
    }

    @Test
    void textAndBytesReachTheBrowserAndItsMessagesTheProgram() throws Exception {
        open(PageAccess.ofThisMachine());
        Browser browser = browse("/api/live", null);
        Viewer viewer = viewers.take();
        assertThat(viewer.send("{\"a\":\"ä\"}")).isTrue();
        assertThat(viewer.send(Unpooled.wrappedBuffer(new byte[] {1, 2}))).isTrue();
        assertThat(browser.heard.take()).isEqualTo("{\"a\":\"ä\"}");
        assertThat(browser.heard.take()).isEqualTo("[1, 2]");
        browser.socket.sendText("hel", false).get();
        browser.socket.sendText("lo", true).get();
        assertThat(browser.heard.take()).isEqualTo("said hello");
        assertThat(counts.viewers()).isOne();
        browser.socket.sendClose(1000, "").get();
        assertThat(browser.heard.take()).startsWith("closed");
        awaitViewers(0);
    }

    @Test
    void handlersOfTheProgramAreServedAsIfOverTcp() throws Exception {
        open(PageAccess.ofThisMachine());
        Browser browser = browse("/api/lines", null);
        browser.socket.sendText("some line", true).get();
        assertThat(browser.heard.take()).isEqualTo("welcome");
        assertThat(browser.heard.take()).isEqualTo("SOME LINE");
    }

    @Test
    void aPageOfAnotherSiteOpensNothing() throws Exception {
        open(PageAccess.ofThisMachine());
        for (String origin :
                List.of("http://evil.example", "null", "https://127.0.0.1:" + port(), "http://127.0.0.1:1")) {
            assertThat(upgrade("/api/live", "Origin: " + origin + "\r\n")).startsWith("HTTP/1.1 403 ");
        }
        assertThat(upgrade("/api/live", "")).startsWith("HTTP/1.1 403 ");
        assertThat(upgrade("/api/live", "Origin: http://127.0.0.1:" + port() + "\r\n"))
                .startsWith("HTTP/1.1 101 ");
        assertThat(counts.refusals(Refusal.ORIGIN)).isEqualTo(5);
    }

    @Test
    void aWebSocketOpensWithTheTokenOnly() throws Exception {
        open(PageAccess.by(TOKEN));
        Browser good = browse("/api/live", "{\"type\":\"token\",\"token\":\"" + TOKEN + "\"}");
        assertThat(viewers.take().send("in")).isTrue();
        assertThat(good.heard.take()).isEqualTo("in");
        for (String first :
                List.of("{\"type\":\"token\",\"token\":\"guess\"}", "rubbish", "{\"type\":\"token\",\"token\":{}}")) {
            assertThat(browse("/api/live", first).heard.take()).isEqualTo("closed 4401");
        }
        assertThat(viewers).isEmpty();
        assertThat(counts.refusals(Refusal.TOKEN)).isEqualTo(3);
    }

    @Test
    void whoShowsNoTokenTakesNobodysPlace() throws Exception {
        open(PageAccess.by(TOKEN));
        List<Socket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i <= HttpAnswers.MAX_CONNECTIONS_PER_SOURCE; i++) {
                Socket stranger = connect();
                strangers.add(stranger);
                send(stranger, upgradeRequest("/api/live", ""));
                assertThat(new String(stranger.getInputStream().readNBytes(13), UTF_8))
                        .isEqualTo("HTTP/1.1 101 ");
            }
            assertThat(counts.viewers()).isZero();
            assertThat(get("/live").statusCode()).isEqualTo(200);
            browse("/api/live", "{\"type\":\"token\",\"token\":\"" + TOKEN + "\"}");
            assertThat(viewers.take().send("in")).isTrue();
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void aRequestWithoutATokenIsNoGuess() throws Exception {
        open(PageAccess.by(TOKEN));
        for (int i = 0; i < 2 * WrongTokens.MAX_OF_SOURCE; i++) {
            assertThat(get("/api/state").statusCode()).isEqualTo(401);
        }
        assertThat(get("/api/state", "Authorization", "Bearer " + TOKEN).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/none", "/api/state", "/"})
    void opensNothingWhereNothingIsLive(String path) {
        assertThatThrownBy(() -> {
                    open(PageAccess.by(TOKEN));
                    browse(path, null);
                })
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @Test
    void aBrowserThatDoesNotReadIsLeftOutAndNobodyWaitsForIt() throws Exception {
        open(PageAccess.ofThisMachine());
        try (Socket socket = connect()) {
            socket.setReceiveBufferSize(4_096);
            send(socket, upgradeRequest("/api/live", "Origin: http://127.0.0.1:" + port() + "\r\n"));
            Viewer viewer = viewers.take();
            assertThat(sendUntilItIsBehindForGood(viewer))
                    .as("frames of 10 kB that wait for it")
                    .isLessThan(2_000);
            long dropped = counts.droppedFrames();
            assertThat(viewer.isBehind()).isTrue();
            assertThat(viewer.send(Unpooled.buffer(8).writeZero(8))).isFalse();
            assertThat(counts.droppedFrames()).isEqualTo(dropped + 1);
        }
        awaitViewers(0);
        assertThat(get("/live").statusCode()).isEqualTo(200); // what is left of it on the event loop has run by then
        assertThat(counts.refusals(Refusal.MESSAGE)).isZero();
    }

    /** The kernel takes some more now and then, until its buffers are full. */
    private static int sendUntilItIsBehindForGood(Viewer viewer) throws InterruptedException {
        String frame = "x".repeat(10_000);
        int taken = 0;
        for (int refused = 0; refused < 100; ) {
            boolean isTaken = viewer.send(frame);
            taken += isTaken ? 1 : 0;
            refused = isTaken ? 0 : refused + 1;
            if (!isTaken) {
                TimeUnit.MILLISECONDS.sleep(2);
            }
        }
        return taken;
    }

    @Test
    void asManyWatchAsMay() throws Exception {
        open(PageAccess.ofThisMachine());
        List<Browser> all = new ArrayList<>();
        for (int i = 0; i < Viewers.MAX; i++) {
            all.add(browse("/api/live", null));
        }
        assertThat(browse("/api/live", null).heard.take()).isEqualTo("closed 1013");
        assertThat(counts.viewers()).isEqualTo(Viewers.MAX);
        assertThat(get("/live").statusCode()).isEqualTo(200);
        all.get(0).socket.sendClose(1000, "").get();
        awaitViewers(Viewers.MAX - 1);
        Browser next = browse("/api/live", null);
        next.socket.sendText("me", true).get();
        assertThat(next.heard.take()).isEqualTo("said me");
        all.forEach(each -> each.socket.abort());
        next.socket.abort();
        awaitViewers(0);
    }

    @Test
    void oneThatSaysTooMuchIsClosed() throws Exception {
        open(PageAccess.ofThisMachine());
        Browser loud = browse("/api/live", null);
        for (int i = 0; i < 100; i++) {
            loud.socket.sendText("x", true).exceptionally(gone -> null).get();
        }
        String last = loud.heard.take();
        while (!last.startsWith("closed")) {
            last = loud.heard.take();
        }
        assertThat(last).isEqualTo("closed 1008");
        assertThat(counts.refusals(Refusal.MESSAGE)).isOne();

        Browser long1 = browse("/api/live", null);
        long1.socket
                .sendText("x".repeat(ViewerHandler.MAX_MESSAGE_BYTES + 1), true)
                .exceptionally(gone -> null)
                .get();
        assertThat(long1.heard.take()).startsWith("closed");
        Browser binary = browse("/api/live", null);
        binary.socket.sendBinary(ByteBuffer.allocate(3), true).get();
        assertThat(binary.heard.take()).isEqualTo("closed 1003");
        awaitViewers(0);
    }

    @Test
    void rubbishBehindTheHandshakeEndsItsConnection() throws Exception {
        open(PageAccess.ofThisMachine());
        for (byte[] rubbish : List.of(
                new byte[] {(byte) 0x81, 0x05, 'h', 'e', 'l', 'l', 'o'}, // not masked
                new byte[] {(byte) 0xc1, (byte) 0x80, 0, 0, 0, 0}, // an extension's bit
                new byte[] {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0}, // no such opcode
                new byte[] {(byte) 0x80, (byte) 0x80, 0, 0, 0, 0}, // goes on with nothing
                new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, (byte) 0xff, (byte) 0xfe}, // no UTF-8
                new byte[] {(byte) 0x81, (byte) 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})) { // exabytes
            try (Socket socket = connect()) {
                send(socket, upgradeRequest("/api/live", "Origin: http://127.0.0.1:" + port() + "\r\n"));
                viewers.take();
                socket.getOutputStream().write(rubbish);
                socket.setSoTimeout(60_000);
                drain(socket);
            }
        }
        awaitViewers(0);
        assertThat(get("/api/state").statusCode()).isEqualTo(200);
    }

    private void open(PageAccess access) throws IOException {
        URL jar = folder.resolve("jar").toUri().toURL();
        Pages pages = Pages.load(new URLClassLoader(new URL[] {jar}, null), "some/pages", "index.html");
        http = HttpAnswers.open(
                transport,
                FREE,
                "site-test",
                2,
                ConnectionWatch.NONE,
                path -> Answer.word(Answer.OK, "live"),
                mistakes::add,
                new SiteSettings(() -> new SomeSite(pages), access, null, counts));
    }

    private int port() {
        return http.address().getPort();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private Socket connect() throws IOException {
        return new Socket(http.address().getAddress(), port());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private String upgradeRequest(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n";
    }

    private String upgrade(String path, String headers) throws IOException {
        try (Socket socket = connect()) {
            send(socket, upgradeRequest(path, headers));
            return new String(socket.getInputStream().readNBytes(13), UTF_8);
        }
    }

    private static void drain(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            return;
        }
    }

    private void awaitViewers(int expected) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (counts.viewers() != expected && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(counts.viewers()).isEqualTo(expected);
    }

    private static String unpacked(byte[] gzip) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private Browser browse(String path, String first) throws Exception {
        Browser browser = new Browser();
        browser.socket = client.newWebSocketBuilder()
                .header("Origin", "http://127.0.0.1:" + port())
                .buildAsync(URI.create("ws://127.0.0.1:" + port() + path), browser)
                .get();
        if (first != null) {
            browser.socket.sendText(first, true).get();
        }
        return browser;
    }

    /** The browser's side. */
    private static final class Browser implements WebSocket.Listener {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();
        WebSocket socket;

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
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            heard.add(Arrays.toString(bytes));
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            heard.add("closed " + status);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            heard.add("closed by " + error);
        }
    }

    /** A site that repeats what a browser says. */
    private final class SomeSite implements Site {
        private final Pages pages;

        SomeSite(Pages pages) {
            this.pages = pages;
            made.incrementAndGet();
        }

        @Override
        public Pages pages() {
            return pages;
        }

        @Override
        public Answer api(String path) {
            return path.equals("/api/state") ? Answer.json("{}") : null;
        }

        @Override
        public LiveFeed feed(String path) {
            return path.equals("/api/live") ? this::opened : null;
        }

        private ViewerListener opened(Viewer viewer) {
            viewers.add(viewer);
            return new ViewerListener() {
                @Override
                public void text(String message) {
                    viewer.send("said " + message);
                }

                @Override
                public void closed() {}
            };
        }

        @Override
        public Consumer<ChannelPipeline> pipeline(String path) {
            return path.equals("/api/lines") ? pipeline -> pipeline.addLast(new Raiser()) : null;
        }

        @Override
        public void close() {}
    }

    /** What a program's own handler is: it greets and answers in capitals. */
    private static final class Raiser extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(Unpooled.copiedBuffer("welcome", UTF_8));
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf line = (ByteBuf) message;
            String text = line.toString(UTF_8).toUpperCase(Locale.ROOT);
            line.release();
            ctx.writeAndFlush(Unpooled.copiedBuffer(text, UTF_8));
        }
    }
}
