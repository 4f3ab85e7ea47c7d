package paloma.server.console;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import paloma.net.AddressText;
import paloma.net.Printable;

/** A sender as one word for people: {@code 127.0.0.1:40312}, {@code [::1]:40312} or the escaped path of a UNIX socket. */
public final class SourceText {
    private SourceText() {}

    /** Never asks the DNS. */
    public static String of(SocketAddress source) {
        if (source instanceof InetSocketAddress inet) {
            return AddressText.of(inet);
        }
        if (source instanceof DomainSocketAddress unix && !unix.path().isEmpty()) {
            return Printable.escape(unix.path());
        }
        return "unnamed";
    }
}
