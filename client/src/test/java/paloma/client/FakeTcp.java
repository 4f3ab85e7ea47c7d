package paloma.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A TCP server that gives each connection to a function and then closes it. */
public final class FakeTcp implements AutoCloseable {
    /** What is done with a connection. */
    public interface Talk {
        void with(Socket socket) throws IOException;
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final Talk talk;
    public final BlockingQueue<byte[]> streams = new LinkedBlockingQueue<>();

    public FakeTcp(Talk talk) throws IOException {
        this.talk = talk;
        Thread thread = new Thread(this::serve, "fake-tcp");
        thread.setDaemon(true);
        thread.start();
    }

    /** Keeps what each client streams. */
    public static FakeTcp keeping() throws IOException {
        FakeTcp[] self = new FakeTcp[1];
        self[0] = new FakeTcp(
                socket -> self[0].streams.add(socket.getInputStream().readAllBytes()));
        return self[0];
    }

    /** Answers each line in capitals; ends a connection after {@code lines} of them. */
    public static FakeTcp raising(int lines) throws IOException {
        return new FakeTcp(socket -> {
            for (int i = 0; i < lines; i++) {
                String line = readLine(socket.getInputStream());
                if (line == null) {
                    return;
                }
                socket.getOutputStream().write((line.toUpperCase(java.util.Locale.ROOT) + "\n").getBytes());
            }
        });
    }

    public String host() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        try {
            while (true) {
                try (Socket socket = listener.accept()) {
                    talk.with(socket);
                }
            }
        } catch (IOException closed) {
            return;
        }
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            line.write(b);
        }
        return line.toString();
    }
}
