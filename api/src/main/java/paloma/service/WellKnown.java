package paloma.service;

import java.util.Locale;
import java.util.Optional;

/** The services that every server has, and the ports that they have when their endpoints name none. */
public enum WellKnown {
    ECHO(7007),
    UPPERCASE(2323),
    PRIME(8808),
    GREET(20001),
    SINK(8888),
    UPLOAD(7776),
    CHAT(4040),
    FILES(7777);

    /** The most that one UDP datagram over IPv4 carries: 65,535 less 20 (RFC 791) and 8 (RFC 768) bytes of headers. */
    public static final int MAX_PAYLOAD_BYTES = 65_507;

    private final int port;

    WellKnown(int port) {
        this.port = port;
    }

    /** Returns the port, over UDP and over TCP. */
    public int port() {
        return port;
    }

    /** Returns the name as it stands in an endpoint: in lower case. */
    public String serviceName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the service of a name in lower case; empty where there is none. */
    public static Optional<WellKnown> named(String name) {
        for (WellKnown service : values()) {
            if (service.serviceName().equals(name)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }
}
