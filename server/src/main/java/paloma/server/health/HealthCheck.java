package paloma.server.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import paloma.net.AddressText;
import paloma.net.Printable;

/** Asks the servers of this user whether they are ready, by the JDK's own sockets: it fits an image without a shell. */
public final class HealthCheck {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int MAX_ANSWER_BYTES = 1_024;

    private static final String HTTP_OK = "HTTP/1.1 200 ";

    private HealthCheck() {}

    /**
     * The outcome.
     *
     * @param sentence for a person to read
     */
    public record Verdict(boolean healthy, String sentence) {
        /** Returns 0 for healthy, 1 for not. */
        public int exitCode() {
            return healthy ? 0 : 1;
        }
    }

    /**
     * Asks every server that left a socket in the folder; where there is none, the admin port. Blocks for two seconds a
     * server at most.
     *
     * @param admin null where it is off
     */
    public static Verdict probe(HealthFolder folder, InetSocketAddress admin) {
        try {
            List<Path> sockets = folder.sockets();
            if (!sockets.isEmpty()) {
                return ofAll(sockets);
            }
        } catch (IOException e) {
            if (admin == null) {
                return new Verdict(false, "No server can be asked: " + Printable.escape(e.getMessage()) + ".");
            }
        }
        return admin == null || admin.getPort() == 0
                ? new Verdict(false, "No server of this user is running.")
                : ofAdmin(admin);
    }

    private static Verdict ofAll(List<Path> sockets) {
        for (Path socket : sockets) {
            String name = "The server " + socket.getFileName().toString().replaceFirst("\\..*", "");
            try {
                String answer = ask(UnixDomainSocketAddress.of(socket), "").strip();
                if (!answer.equals(HealthSocket.READY)) {
                    return new Verdict(false, name + " is not ready: " + Printable.escape(answer) + ".");
                }
            } catch (IOException e) {
                return new Verdict(false, name + " does not answer: " + Printable.escape(e.getMessage()) + ".");
            }
        }
        return new Verdict(
                true, sockets.size() == 1 ? "The server is ready." : "All " + sockets.size() + " servers are ready.");
    }

    private static Verdict ofAdmin(InetSocketAddress admin) {
        String name = "The admin port " + AddressText.of(admin);
        try {
            String answer = ask(admin, "GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return answer.startsWith(HTTP_OK)
                    ? new Verdict(true, "The server is ready.")
                    : new Verdict(false, "The server is not ready: " + Printable.escape(lastLine(answer)) + ".");
        } catch (ConnectException e) {
            return new Verdict(
                    false, "No server of this user is running, and nobody listens at " + name.substring(4) + ".");
        } catch (IOException e) {
            return new Verdict(false, name + " does not answer: " + Printable.escape(e.getMessage()) + ".");
        }
    }

    private static String lastLine(String answer) {
        String text = answer.strip();
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    /** Returns all that is answered until the other side ends. */
    private static String ask(SocketAddress address, String question) throws IOException {
        try (Selector selector = Selector.open();
                SocketChannel channel = address instanceof UnixDomainSocketAddress
                        ? SocketChannel.open(StandardProtocolFamily.UNIX)
                        : SocketChannel.open()) {
            long deadline = System.nanoTime() + TIMEOUT_NANOS;
            channel.configureBlocking(false);
            if (!channel.connect(address)) {
                await(channel, selector, SelectionKey.OP_CONNECT, deadline);
                channel.finishConnect();
            }
            channel.write(US_ASCII.encode(question));
            ByteBuffer answer = ByteBuffer.allocate(MAX_ANSWER_BYTES);
            do {
                await(channel, selector, SelectionKey.OP_READ, deadline);
            } while (channel.read(answer) >= 0 && answer.hasRemaining());
            return US_ASCII.decode(answer.flip()).toString();
        }
    }

    private static void await(SocketChannel channel, Selector selector, int event, long deadline) throws IOException {
        channel.register(selector, event);
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (leftMillis <= 0 || selector.select(leftMillis) == 0) {
            throw new IOException("nothing came within 2 s");
        }
        selector.selectedKeys().clear();
    }
}
