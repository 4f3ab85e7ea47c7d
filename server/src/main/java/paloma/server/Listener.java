package paloma.server;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import paloma.net.Printable;
import paloma.net.TcpEndpoint;
import paloma.net.Transport;
import paloma.net.UdpEndpoint;
import paloma.net.UdpOptions;
import paloma.net.UnixEndpoint;
import paloma.server.config.BindAddress;
import paloma.server.config.ConfigException;
import paloma.server.config.EndpointSpec;
import paloma.server.metrics.Refusal;

/**
 * An endpoint that is open.
 *
 * @param address null for a UNIX socket
 * @param udp null unless it is one
 */
record Listener(EndpointSpec spec, Served served, InetSocketAddress address, UdpEndpoint udp, AutoCloseable socket) {
    /** More than people at terminals make, less than the descriptors that a process has by default. */
    private static final int MAX_TCP_CONNECTIONS = 512;

    /** What opening needs besides the endpoint itself. */
    record Sockets(Transport transport, EventLoopGroup loops, UdpOptions udp, Pipelines pipelines) {}

    /**
     * Opens; the settings let a {@link Served.Protocol} be over UDP alone.
     *
     * @throws ConfigException in a sentence, when the endpoint is not available
     */
    static Listener open(EndpointSpec spec, int servicePort, Served served, Sockets sockets) {
        try {
            return switch (spec.scheme()) {
                case UDP -> udp(spec, spec.address(servicePort), served, sockets);
                case TCP -> tcp(spec, spec.address(servicePort), (Served.Requests) served, sockets);
                case UNIX -> unix(spec, (Served.Requests) served, sockets);
            };
        } catch (IOException e) {
            throw new ConfigException(sentence(spec, servicePort, e));
        }
    }

    /** Returns the endpoint as one would write it: {@code udp://127.0.0.1:7007}. */
    String url() {
        if (address == null) {
            return "unix:" + spec.path();
        }
        return spec.scheme() + "://" + BindAddress.print(address);
    }

    private static Listener udp(EndpointSpec spec, InetSocketAddress address, Served served, Sockets sockets)
            throws IOException {
        UdpEndpoint udp = UdpEndpoint.open(
                sockets.transport(),
                sockets.loops(),
                address,
                sockets.udp(),
                (pipeline, stages) -> sockets.pipelines().udp(pipeline, stages, served));
        if (served.answers()) {
            sockets.pipelines().guards().answersAt(udp.address().getPort());
        }
        return new Listener(spec, served, udp.address(), udp, udp);
    }

    private static Listener tcp(EndpointSpec spec, InetSocketAddress address, Served.Requests served, Sockets sockets)
            throws IOException {
        TcpEndpoint tcp = TcpEndpoint.open(
                sockets.transport(),
                sockets.loops(),
                address,
                MAX_TCP_CONNECTIONS,
                () -> served.meter().refused(Refusal.BUSY),
                pipeline -> sockets.pipelines().tcp(pipeline, served));
        return new Listener(spec, served, tcp.address(), null, tcp);
    }

    private static Listener unix(EndpointSpec spec, Served.Requests served, Sockets sockets) throws IOException {
        if (!sockets.transport().hasUnixDatagrams()) {
            throw new ConfigException("UNIX datagram sockets need a native transport, and this server runs on "
                    + sockets.transport() + ": leave out unix:" + spec.path() + " or --transport.");
        }
        UnixEndpoint unix = UnixEndpoint.open(
                sockets.transport(),
                sockets.loops(),
                Path.of(spec.path()),
                pipeline -> sockets.pipelines().unix(pipeline, served));
        return new Listener(spec, served, null, null, unix);
    }

    private static String sentence(EndpointSpec spec, int servicePort, IOException e) {
        if (spec.path() != null) {
            return "The path \"" + Printable.escape(spec.path()) + "\" for " + spec.service() + " is not available ("
                    + reason(e) + "): name another, or end the program that uses it.";
        }
        return "The " + spec.scheme() + " address " + BindAddress.print(spec.address(servicePort)) + " for "
                + spec.service() + " is not available (" + reason(e)
                + "): name another, or end the program that uses it.";
    }

    private static String reason(IOException e) {
        String text = String.valueOf(e.getMessage());
        return text.replaceFirst("^bind\\(\\.\\.\\) failed with error\\(-?\\d+\\): ", "")
                .toLowerCase(java.util.Locale.ROOT);
    }
}
