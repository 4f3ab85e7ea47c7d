package paloma.server.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import paloma.server.config.BindAddress;
import paloma.server.config.EndpointSpec;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.config.ServerSettings;
import paloma.service.WellKnown;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Wire;

/**
 * Asks the server that runs with these settings for one answer, by the JDK's own sockets: quick to load, and it fits
 * an image without a shell.
 */
public final class HealthCheck {
    /** Two tries of a second: one lost datagram is no illness. */
    private static final int TRIES = 2;

    private static final int TRY_MILLIS = 1_000;

    /** Every service of lines has an answer to this; to prime it is a prime, to the others a word. */
    private static final byte[] QUESTION = "7\n".getBytes(StandardCharsets.US_ASCII);

    private static final List<WellKnown> ANSWERING =
            List.of(WellKnown.ECHO, WellKnown.UPPERCASE, WellKnown.PRIME, WellKnown.GREET, WellKnown.FILES);

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

    /** Blocks for two seconds at most. */
    public static Verdict probe(ServerSettings settings) {
        Optional<EndpointSpec> udp = endpoint(settings, Scheme.UDP);
        Optional<EndpointSpec> found = udp.isPresent() ? udp : endpoint(settings, Scheme.TCP);
        if (found.isEmpty()) {
            return new Verdict(
                    false,
                    "No endpoint answers over UDP or TCP at a fixed port: serve echo, uppercase, prime, greet or files.");
        }
        EndpointSpec endpoint = found.get();
        InetSocketAddress address = address(endpoint);
        String name = endpoint.service() + " at " + endpoint.scheme() + "://" + BindAddress.print(address);
        try {
            boolean answered =
                    endpoint.scheme() == Scheme.UDP ? answersUdp(address, question(endpoint)) : answersTcp(address);
            return answered
                    ? new Verdict(true, name + " answers.")
                    : new Verdict(false, name + " does not answer within " + TRIES * TRY_MILLIS + " ms.");
        } catch (PortUnreachableException e) {
            return new Verdict(false, name + " does not answer: nothing listens there.");
        } catch (IOException e) {
            return new Verdict(false, name + " does not answer: " + e.getMessage() + ".");
        }
    }

    /** Returns the first endpoint that answers and whose port is known: one of port 0 could be anywhere. */
    private static Optional<EndpointSpec> endpoint(ServerSettings settings, Scheme scheme) {
        for (EndpointSpec endpoint : settings.endpoints()) {
            boolean answers = WellKnown.named(endpoint.service())
                    .filter(ANSWERING::contains)
                    .isPresent();
            if (answers && endpoint.scheme() == scheme && endpoint.port() != 0) {
                return Optional.of(endpoint);
            }
        }
        return Optional.empty();
    }

    private static InetSocketAddress address(EndpointSpec endpoint) {
        InetSocketAddress bound = endpoint.address(
                WellKnown.named(endpoint.service()).orElseThrow().port());
        if (!bound.getAddress().isAnyLocalAddress()) {
            return bound;
        }
        boolean ipv6 = bound.getAddress() instanceof Inet6Address;
        return new InetSocketAddress(loopback(ipv6), bound.getPort());
    }

    private static InetAddress loopback(boolean ipv6) {
        try {
            byte[] address = ipv6 ? new byte[16] : new byte[] {127, 0, 0, 1};
            if (ipv6) {
                address[15] = 1;
            }
            return InetAddress.getByAddress(address);
        } catch (IOException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /** Returns what an endpoint answers: files answer a Hello with a cookie, of which neither side remembers anything. */
    public static byte[] question(EndpointSpec endpoint) {
        if (!endpoint.service().equals(WellKnown.FILES.serviceName())) {
            return QUESTION;
        }
        ByteBuf hello = Unpooled.buffer(Hello.MIN_BYTES);
        Wire.encode(new Hello(Wire.VERSION, System.nanoTime(), Hello.MIN_BYTES), hello);
        return ByteBufUtil.getBytes(hello);
    }

    private static boolean answersUdp(InetSocketAddress address, byte[] question) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(address);
            socket.setSoTimeout(TRY_MILLIS);
            for (int i = 0; i < TRIES; i++) {
                socket.send(new DatagramPacket(question, question.length));
                try {
                    socket.receive(new DatagramPacket(new byte[1], 1));
                    return true;
                } catch (SocketTimeoutException e) {
                    continue;
                }
            }
            return false;
        }
    }

    private static boolean answersTcp(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, TRY_MILLIS);
            socket.setSoTimeout(TRY_MILLIS);
            socket.getOutputStream().write(QUESTION);
            InputStream answer = socket.getInputStream();
            return answer.read() >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
