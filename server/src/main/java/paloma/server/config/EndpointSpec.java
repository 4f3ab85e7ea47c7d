package paloma.server.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * Where a service is to listen: {@code echo}, {@code echo=udp://0.0.0.0:7007}, {@code prime=tcp://:8808},
 * {@code echo=tls://:7017}, {@code echo=dtls://:7017}, {@code uppercase=unix:/run/paloma/uppercase.sock}. Whether there is such a service is for others to say.
 *
 * @param host null for a UNIX socket
 * @param port 0 takes a free one; {@link #SERVICE_PORT} stands for the port of the service
 * @param path the path of a UNIX socket; null for the others
 */
public record EndpointSpec(String service, Scheme scheme, InetAddress host, int port, String path) {
    public static final int SERVICE_PORT = BindAddress.NO_PORT;

    /** {@code sun_path} has 108 bytes on Linux, the last of them 0 (unix(7)); on macOS 104. */
    private static final int MAX_PATH_BYTES = 107;

    private static final String EXAMPLES =
            "write such as echo, echo=udp://:7007, echo=tcp://:7007, echo=tls://:7017 or echo=unix:/run/x.sock";

    /** How requests come. */
    public enum Scheme {
        UDP,
        TCP,
        UNIX,
        TLS,
        DTLS;

        /** Returns the scheme of the socket below: TCP's for TLS, UDP's for DTLS. */
        public Scheme socket() {
            return switch (this) {
                case TLS -> TCP;
                case DTLS -> UDP;
                default -> this;
            };
        }

        /** Returns whether what comes and goes is encrypted. */
        public boolean isSealed() {
            return this != socket();
        }

        /** Returns whether requests come in a stream that has an end. */
        public boolean isStream() {
            return socket() == TCP;
        }

        /** Returns {@code udp}, {@code tcp}, {@code unix}, {@code tls} or {@code dtls}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static EndpointSpec udp(String service, InetAddress host) {
        return new EndpointSpec(service, Scheme.UDP, host, SERVICE_PORT, null);
    }

    /**
     * Parses; names of hosts are looked up.
     *
     * @param bind the address of an endpoint that names none
     */
    static EndpointSpec parse(Value value, InetAddress bind) {
        String text = value.text();
        int equals = text.indexOf('=');
        String service = equals < 0 ? text : text.substring(0, equals).strip();
        refuseBadName(value, service);
        String url = equals < 0 ? "udp://" : text.substring(equals + 1).strip();
        if (url.startsWith("unix:")) {
            return unix(value, service, url.substring("unix:".length()));
        }
        for (Scheme scheme : Scheme.values()) {
            String start = scheme + "://";
            if (url.startsWith(start)) {
                return inet(value, service, scheme, url.substring(start.length()), bind);
            }
        }
        throw value.wrong("does not say where to listen", EXAMPLES);
    }

    /** The same service at the same place, by another transport. */
    public EndpointSpec over(Scheme other) {
        return new EndpointSpec(service, other, host, port, path);
    }

    /** Returns the socket address, with the port of the service where this names none. */
    public InetSocketAddress address(int servicePort) {
        return new InetSocketAddress(host, port == SERVICE_PORT ? servicePort : port);
    }

    /** Written out: what the JVM makes of a record at the first call costs 45 ms of the start. */
    @Override
    public boolean equals(Object other) {
        return other instanceof EndpointSpec that
                && service.equals(that.service)
                && scheme == that.scheme
                && port == that.port
                && isSameHost(host, that.host)
                && Objects.equals(path, that.path);
    }

    @Override
    public int hashCode() {
        return 31 * service.hashCode() + port;
    }

    /** Java takes {@code fe80::1%eth0} and {@code fe80::1%eth1} for equal. */
    static boolean isSameHost(InetAddress one, InetAddress other) {
        return Objects.equals(one, other)
                && (!(one instanceof Inet6Address ipv6) || ipv6.getScopeId() == ((Inet6Address) other).getScopeId());
    }

    private static EndpointSpec inet(Value value, String service, Scheme scheme, String place, InetAddress bind) {
        BindAddress hostPort = BindAddress.parse(value, place);
        return new EndpointSpec(service, scheme, hostPort.resolve(value, bind), hostPort.port(), null);
    }

    private static EndpointSpec unix(Value value, String service, String path) {
        String plain = path.startsWith("///") ? path.substring(2) : path;
        int bytes = plain.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_PATH_BYTES || plain.indexOf('\0') >= 0) {
            throw value.wrong("has no usable path", "write one of 1 to " + MAX_PATH_BYTES + " bytes after unix:");
        }
        return new EndpointSpec(service, Scheme.UNIX, null, SERVICE_PORT, plain);
    }

    private static void refuseBadName(Value value, String service) {
        boolean good = !service.isEmpty();
        for (int i = 0; i < service.length(); i++) {
            char c = service.charAt(i);
            good &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        }
        if (!good) {
            throw value.wrong("does not begin with the name of a service", EXAMPLES);
        }
    }
}
