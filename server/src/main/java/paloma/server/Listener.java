package paloma.server;

import static paloma.server.config.EndpointSpec.SERVICE_PORT;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import paloma.net.AddressText;
import paloma.net.ConnectionWatch;
import paloma.net.ListeningSocket;
import paloma.net.PassedSocket;
import paloma.net.Printable;
import paloma.net.SocketFile;
import paloma.net.TcpEndpoint;
import paloma.net.Transport;
import paloma.net.UdpEndpoint;
import paloma.net.UdpOptions;
import paloma.net.UnixAccess;
import paloma.net.UnixEndpoint;
import paloma.server.config.ConfigException;
import paloma.server.config.EndpointSpec;
import paloma.server.guard.ConnectionGuard;
import paloma.server.metrics.ServiceMeter;

/**
 * An endpoint that is open.
 *
 * @param address null for a UNIX socket
 * @param udp null unless it is one
 * @param isPassed whether the socket outlives this process
 */
record Listener(
        EndpointSpec spec,
        Served served,
        InetSocketAddress address,
        UdpEndpoint udp,
        ListeningSocket socket,
        boolean isPassed) {
    /** What opening needs besides the endpoint itself. */
    record Sockets(
            Transport transport,
            EventLoopGroup loops,
            UdpOptions udp,
            UnixAccess unix,
            ConnectionGuard connections,
            Pipelines pipelines) {
        private ConnectionWatch watch(Served served) {
            ServiceMeter meter = served.meter();
            return connections.watch(meter, pipelines.all().of(meter.service()));
        }
    }

    /**
     * Opens; the settings let a {@link Served.Protocol} be over UDP alone.
     *
     * @param passed the socket to listen at, or null to open one
     * @throws ConfigException in a sentence, when the endpoint is not available
     */
    static Listener open(EndpointSpec spec, int servicePort, Served served, Sockets sockets, PassedSocket passed) {
        try {
            if (passed != null) {
                return adopt(spec, served, sockets, passed);
            }
            return switch (spec.scheme()) {
                case UDP -> udp(spec, spec.address(servicePort), served, sockets);
                case TCP, TLS -> tcp(spec, spec.address(servicePort), served, sockets);
                case UNIX -> unix(spec, (Served.Exchanges) served, sockets);
                case DTLS -> dtls(spec, spec.address(servicePort), (Served.Exchanges) served, sockets);
            };
        } catch (IOException e) {
            throw notAvailable(spec, servicePort, e);
        }
    }

    /** Returns the endpoint as one would write it: {@code udp://127.0.0.1:7007}. */
    String url() {
        if (address == null) {
            return "unix:" + spec.path();
        }
        return spec.scheme() + "://" + AddressText.of(address);
    }

    private static Listener udp(EndpointSpec spec, InetSocketAddress address, Served served, Sockets sockets)
            throws IOException {
        UdpEndpoint udp = UdpEndpoint.open(
                sockets.transport(),
                sockets.loops(),
                address,
                sockets.udp(),
                (pipeline, stages) -> sockets.pipelines().udp(pipeline, stages, served));
        return ofUdp(spec, served, sockets, udp, false);
    }

    private static Listener dtls(EndpointSpec spec, InetSocketAddress address, Served.Exchanges served, Sockets sockets)
            throws IOException {
        Pipelines pipelines = sockets.pipelines();
        UdpEndpoint udp = UdpEndpoint.open(
                sockets.transport(),
                pipelines.dtls().loop(sockets.transport()),
                address,
                sockets.udp().withSockets(1),
                (pipeline, stages) -> pipelines.dtls(pipeline, stages, served));
        return ofUdp(spec, served, sockets, udp, false);
    }

    private static Listener ofUdp(
            EndpointSpec spec, Served served, Sockets sockets, UdpEndpoint udp, boolean isPassed) {
        if (served.answers()) {
            sockets.pipelines().all().answersAt(udp.address().getPort());
        }
        return new Listener(spec, served, udp.address(), udp, udp, isPassed);
    }

    private static Listener adopt(EndpointSpec spec, Served served, Sockets sockets, PassedSocket passed)
            throws IOException {
        if (sockets.transport() != Transport.EPOLL) {
            throw new ConfigException(
                    "The sockets that systemd passes need the native transport, and this server runs on "
                            + sockets.transport() + ": leave out --transport.");
        }
        Pipelines pipelines = sockets.pipelines();
        if (spec.scheme() == EndpointSpec.Scheme.DTLS) {
            Served.Exchanges exchanges = (Served.Exchanges) served;
            UdpEndpoint udp = UdpEndpoint.adopt(
                    pipelines.dtls().loop(sockets.transport()),
                    passed,
                    sockets.udp().withSockets(1),
                    (pipeline, stages) -> pipelines.dtls(pipeline, stages, exchanges));
            return ofUdp(spec, served, sockets, udp, true);
        }
        if (passed.kind() == PassedSocket.Kind.UDP) {
            UdpEndpoint udp = UdpEndpoint.adopt(
                    sockets.loops(),
                    passed,
                    sockets.udp(),
                    (pipeline, stages) -> pipelines.udp(pipeline, stages, served));
            return ofUdp(spec, served, sockets, udp, true);
        }
        if (passed.kind() == PassedSocket.Kind.UNIX) {
            Served.Exchanges exchanges = (Served.Exchanges) served;
            UnixEndpoint unix =
                    UnixEndpoint.adopt(sockets.loops(), passed, pipeline -> pipelines.unix(pipeline, exchanges));
            return new Listener(spec, served, null, null, unix, true);
        }
        TcpEndpoint tcp = TcpEndpoint.adopt(
                sockets.loops(),
                passed,
                sockets.connections().limits(),
                sockets.watch(served),
                pipeline -> pipelines.tcp(pipeline, served, spec.scheme().isSealed()));
        return new Listener(spec, served, tcp.address(), null, tcp, true);
    }

    private static Listener tcp(EndpointSpec spec, InetSocketAddress address, Served served, Sockets sockets)
            throws IOException {
        TcpEndpoint tcp = TcpEndpoint.open(
                sockets.transport(),
                sockets.loops(),
                address,
                sockets.connections().limits(),
                sockets.watch(served),
                pipeline ->
                        sockets.pipelines().tcp(pipeline, served, spec.scheme().isSealed()));
        return new Listener(spec, served, tcp.address(), null, tcp, false);
    }

    private static Listener unix(EndpointSpec spec, Served.Exchanges served, Sockets sockets) throws IOException {
        refuseWithoutUnixDatagrams(spec, sockets.transport());
        UnixEndpoint unix = UnixEndpoint.open(
                sockets.transport(),
                sockets.loops(),
                Path.of(spec.path()),
                sockets.unix(),
                pipeline -> sockets.pipelines().unix(pipeline, served));
        return new Listener(spec, served, null, null, unix, false);
    }

    /** @throws ConfigException when the path of a UNIX socket cannot be used, whoever may listen there */
    static void refuseUnusablePath(EndpointSpec spec, Transport transport) {
        refuseWithoutUnixDatagrams(spec, transport);
        try {
            SocketFile.refuseUnusable(Path.of(spec.path()));
        } catch (IOException e) {
            throw notAvailable(spec, SERVICE_PORT, e);
        }
    }

    private static void refuseWithoutUnixDatagrams(EndpointSpec spec, Transport transport) {
        if (!transport.hasUnixDatagrams()) {
            throw new ConfigException("UNIX datagram sockets need a native transport, and this server runs on "
                    + transport + ": leave out unix:" + Printable.word(spec.path()) + " or --transport.");
        }
    }

    /** What another program holds, and an address that this host has not got yet, may come. */
    private static ConfigException notAvailable(EndpointSpec spec, int servicePort, IOException e) {
        String reason = reason(e);
        boolean mayCome = e instanceof BindException && !reason.contains("permission");
        String sentence = what(spec, servicePort) + " for " + spec.service() + " is not available (" + reason
                + "): name another" + (mayCome ? ", or end the program that uses it." : ".");
        return mayCome ? ConfigException.temporary(sentence) : new ConfigException(sentence);
    }

    private static String what(EndpointSpec spec, int servicePort) {
        return spec.path() != null
                ? "The path " + Printable.quote(spec.path())
                : "The " + spec.scheme() + " address " + AddressText.of(spec.address(servicePort));
    }

    private static String reason(IOException e) {
        String text = String.valueOf(e.getMessage());
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
