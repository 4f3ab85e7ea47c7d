package paloma.audio.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A browser's side of the live connection: what it was told, and the sound that it got. */
final class Browser implements WebSocket.Listener {
    private static final long MAX_SECONDS = 60;

    final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    final BlockingQueue<ByteBuffer> pieces = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private WebSocket socket;

    static Browser at(InetSocketAddress address) throws Exception {
        Browser browser = new Browser();
        browser.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", "http://127.0.0.1:" + address.getPort())
                .buildAsync(URI.create("ws://127.0.0.1:" + address.getPort() + "/api/live"), browser)
                .get();
        return browser;
    }

    static String get(InetSocketAddress address, String path) throws IOException {
        URI page = URI.create("http://127.0.0.1:" + address.getPort() + path);
        try (InputStream in = page.toURL().openStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    void say(String message) throws Exception {
        socket.sendText(message, true).get();
    }

    void leave() throws Exception {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
    }

    /** Returns the next message of that kind; others are passed over. */
    String next(Predicate<String> isIt) throws InterruptedException {
        String message = told.poll(MAX_SECONDS, TimeUnit.SECONDS);
        while (message != null && !isIt.test(message)) {
            message = told.poll(MAX_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(message).as("a message of that kind").isNotNull();
        return message;
    }

    ByteBuffer nextPiece() throws InterruptedException {
        ByteBuffer piece = pieces.poll(MAX_SECONDS, TimeUnit.SECONDS);
        assertThat(piece).as("a piece of sound").isNotNull();
        return piece;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            told.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        bytes = ByteBuffer.allocate(bytes.capacity() + data.remaining())
                .put(bytes.flip())
                .put(data);
        if (last) {
            pieces.add(bytes.flip());
            bytes = ByteBuffer.allocate(0);
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        told.add("closed " + status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        told.add("broken by " + error);
    }
}
