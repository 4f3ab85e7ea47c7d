package paloma.server.systemd;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd the state of the server, as sd_notify(3) describes: a datagram to the UNIX socket that {@code $NOTIFY_SOCKET}
 * names. Elsewhere, and where the native transport does not load (the JDK has no such sockets), it does nothing.
 */
public final class Notify {
    private static final Logger LOG = LoggerFactory.getLogger(Notify.class);

    private final byte[] path;

    private Notify(byte[] path) {
        this.path = path;
    }

    /** @param notifySocket what {@code $NOTIFY_SOCKET} says: a path, an abstract name with {@code @} in front, or null */
    public static Notify to(String notifySocket) {
        if (notifySocket == null || !(notifySocket.startsWith("/") || notifySocket.startsWith("@"))) {
            return new Notify(null);
        }
        byte[] path = notifySocket.getBytes(StandardCharsets.UTF_8);
        if (path[0] == '@') {
            path[0] = 0; // unix(7): an abstract name begins with a zero byte
        }
        return new Notify(path);
    }

    public void ready() {
        send("READY=1");
    }

    public void stopping() {
        send("STOPPING=1");
    }

    /** Followed by {@link #ready()} when it is done, whether or not the new settings were good. */
    public void reloading() {
        // CLOCK_MONOTONIC is what nanoTime reads on Linux, and what systemd compares with.
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
    }

    private void send(String state) {
        if (path == null || !Epoll.isAvailable()) {
            return;
        }
        byte[] bytes = state.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        Socket socket = null;
        try {
            socket = Socket.newSocketDomainDgram(); // non-blocking: what does not go at once does not go
            if (socket.sendToDomainSocket(buffer, 0, bytes.length, path) != bytes.length) {
                LOG.warn("systemd cannot be notified: its socket accepts nothing");
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("systemd cannot be notified: {}", e.toString());
        } finally {
            close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            LOG.debug("the socket to systemd did not close", e);
        }
    }
}
