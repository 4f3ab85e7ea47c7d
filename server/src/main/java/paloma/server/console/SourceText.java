package paloma.server.console;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import paloma.net.AddressText;
import paloma.net.Printable;

/**
 * A sender as one word for people: {@code 127.0.0.1:40312}, {@code [::1]:40312}, or the path of a UNIX socket, quoted where
 * it is no plain word.
 */
public final class SourceText {
    private SourceText() {}

    /** Never asks the DNS. */
    public static String of(SocketAddress source) {
        return source instanceof InetSocketAddress ? raw(source) : Printable.word(raw(source));
    }

    /** Returns the same for programs: a path as it is. */
    static String raw(SocketAddress source) {
        if (source instanceof InetSocketAddress inet) {
            return AddressText.of(inet);
        }
        return source instanceof DomainSocketAddress unix && !unix.path().isEmpty() ? unix.path() : "unnamed";
    }
}
