package paloma.client.call;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import paloma.net.AddressText;
import paloma.net.Printable;
import paloma.service.WellKnown;

/**
 * A server and how to reach it.
 *
 * @param address null over {@link Kind#UNIX}
 * @param path the peer's socket file; null over the others
 */
public record Target(Kind kind, InetSocketAddress address, Path path) {
    public enum Kind {
        UDP,
        TCP,
        UNIX,
        TLS,
        DTLS;

        private static final int MAX_RECORD_BYTES = 1 << 14;

        /** Returns whether messages are lines of a stream, and not datagrams. */
        public boolean isStream() {
            return this == TCP || this == TLS;
        }

        /** Returns whether the two sides agree on a connection before the first message. */
        public boolean isConnected() {
            return isStream() || this == DTLS;
        }

        /** Returns how long a message may be: what a datagram of UDP holds, or a record of DTLS (RFC 6347, section 4.1). */
        public int maxMessageBytes() {
            return this == DTLS ? MAX_RECORD_BYTES : WellKnown.MAX_PAYLOAD_BYTES;
        }
    }

    public static Target udp(InetSocketAddress address) {
        return new Target(Kind.UDP, address, null);
    }

    public static Target tcp(InetSocketAddress address) {
        return new Target(Kind.TCP, address, null);
    }

    public static Target unix(Path path) {
        return new Target(Kind.UNIX, null, path);
    }

    /** Returns what stands before the colon of the endpoint. */
    String scheme() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the address alone, for a sentence about several. */
    String addressText() {
        return AddressText.of(address.getAddress());
    }

    /** Returns the endpoint as the server writes it: {@code udp://127.0.0.1:7007}, {@code unix:/run/echo.sock}. */
    @Override
    public String toString() {
        return kind == Kind.UNIX
                ? "unix:" + Printable.word(path.toString())
                : scheme() + "://" + AddressText.of(address);
    }
}
