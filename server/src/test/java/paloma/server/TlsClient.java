package paloma.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import paloma.net.tls.Authorities;
import paloma.net.tls.IdentityKeyManager;
import paloma.net.tls.TlsIdentity;

/** A client of the JDK, which trusts the certificate that it is given. */
final class TlsClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket tcp;
    private final SSLSocket tls;
    private final InputStream in;

    /**
     * Connects; shakes no hands yet.
     *
     * @param own what it shows of itself, or null
     * @param before what is sent in clear
     */
    TlsClient(InetSocketAddress server, X509Certificate trusted, TlsIdentity own, String before, String... versions)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                own == null ? new KeyManager[0] : new KeyManager[] {new IdentityKeyManager(own)},
                new TrustManager[] {Authorities.trusting(List.of(trusted))},
                null);
        tcp = new Socket();
        tcp.connect(server);
        tcp.setSoTimeout(TIMEOUT_MILLIS);
        tcp.getOutputStream().write(before.getBytes(US_ASCII));
        tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, "localhost", server.getPort(), false);
        in = tls.getInputStream();
        tls.setEnabledProtocols(versions.length == 0 ? new String[] {"TLSv1.3"} : versions);
    }

    static TlsClient to(InetSocketAddress server, X509Certificate trusted, String... versions)
            throws IOException, GeneralSecurityException {
        return new TlsClient(server, trusted, null, "", versions);
    }

    void shakeHands() throws IOException {
        tls.startHandshake();
    }

    void send(String text) throws IOException {
        tls.getOutputStream().write(text.getBytes(US_ASCII));
        tls.getOutputStream().flush();
    }

    /** Ends its stream with close_notify; with TLS 1.3 it may go on reading. */
    void endOutput() throws IOException {
        tls.shutdownOutput();
    }

    /** Ends TCP's stream without a word. */
    void cut() throws IOException {
        tcp.shutdownOutput();
    }

    /** Reads until the server's close_notify; an end without one is an exception. */
    String readAll() throws IOException {
        return new String(in.readAllBytes(), US_ASCII);
    }

    String read(int bytes) throws IOException {
        return new String(in.readNBytes(bytes), US_ASCII);
    }

    /** Asks and reads until the server ends too. */
    String ask(String text) throws IOException {
        send(text);
        endOutput();
        return readAll();
    }

    @Override
    public void close() throws IOException {
        tcp.close();
    }
}
