package paloma.client;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** A TLS server of the JDK that gives each connection, on a thread of its own, to a function and then closes it. */
public final class FakeTls implements AutoCloseable {
    /** What is done with a connection once its handshake is over. */
    public interface Talk {
        /** @param wire below TLS: whatever is done to it, no close_notify is sent */
        void with(SSLSocket secured, Socket wire) throws IOException;
    }

    private final ServerSocket listener;
    private final SSLContext context;
    private final String[] versions;
    private final boolean asksClients;
    private final Talk talk;

    /** What went wrong with connections. */
    public final BlockingQueue<IOException> faults = new LinkedBlockingQueue<>();

    /** What {@link #raising} and {@link #keeping} have read, a request or a stream each. */
    public final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /** @param clients whose certificates to ask for, or null */
    private FakeTls(String address, int port, X509Bundle own, X509Bundle clients, String[] versions, Talk talk)
            throws Exception {
        listener = new ServerSocket(port, 50, InetAddress.getByName(address));
        context = SSLContext.getInstance("TLS");
        KeyManager[] keys = own.toKeyManagerFactory().getKeyManagers();
        context.init(keys, clients == null ? null : new TrustManager[] {clients.toTrustManager()}, null);
        asksClients = clients != null;
        this.versions = versions;
        this.talk = talk;
        thread(this::serve);
    }

    public static FakeTls talking(X509Bundle own, Talk talk) throws Exception {
        return new FakeTls("127.0.0.1", 0, own, null, new String[] {"TLSv1.3", "TLSv1.2"}, talk);
    }

    public static FakeTls speaking(String version, X509Bundle own, X509Bundle clients, Talk talk) throws Exception {
        return new FakeTls("127.0.0.1", 0, own, clients, new String[] {version}, talk);
    }

    /** Returns one that answers each line in capitals. */
    public static FakeTls raising(X509Bundle own) throws Exception {
        return raising("127.0.0.1", 0, own);
    }

    public static FakeTls raising(String address, int port, X509Bundle own) throws Exception {
        FakeTls[] self = new FakeTls[1];
        self[0] = new FakeTls(address, port, own, null, new String[] {"TLSv1.3"}, (secured, wire) -> {
            for (String line = line(secured); line != null; line = line(secured)) {
                self[0].heard.add(line);
                say(secured, line.toUpperCase(java.util.Locale.ROOT) + "\n");
            }
        });
        return self[0];
    }

    /** Returns one that reads to the end of the stream, and then does {@code last}. */
    public static FakeTls keeping(String version, X509Bundle own, Talk last) throws Exception {
        FakeTls[] self = new FakeTls[1];
        self[0] = new FakeTls("127.0.0.1", 0, own, null, new String[] {version}, (secured, wire) -> {
            self[0].heard.add(new String(secured.getInputStream().readAllBytes()));
            last.with(secured, wire);
        });
        return self[0];
    }

    /** Returns the next line, or null at a sealed end. */
    public static String line(SSLSocket secured) throws IOException {
        InputStream in = secured.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            line.append((char) b);
        }
        return line.toString();
    }

    public static void say(SSLSocket secured, String text) throws IOException {
        secured.getOutputStream().write(text.getBytes());
        secured.getOutputStream().flush();
    }

    public String host() {
        return "127.0.0.1:" + port();
    }

    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        try {
            while (true) {
                Socket wire = listener.accept();
                thread(() -> talk(wire));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void talk(Socket wire) {
        try (wire;
                SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(wire, null, false)) {
            secured.setUseClientMode(false);
            secured.setEnabledProtocols(versions);
            secured.setNeedClientAuth(asksClients);
            secured.startHandshake();
            talk.with(secured, wire);
        } catch (IOException e) {
            faults.add(e);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "fake-tls");
        thread.setDaemon(true);
        thread.start();
    }
}
