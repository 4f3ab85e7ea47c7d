package paloma.server.peer;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** By what a source of datagrams is known: its address, and for a link-local one the link, which Java compares not. */
record SourceKey(SocketAddress address, int scope) {
    static Object of(SocketAddress source) {
        int scope = scope(source);
        return scope == 0 ? source : new SourceKey(source, scope);
    }

    /** Returns the number of the link, or 0. */
    static int scope(SocketAddress source) {
        return source instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address ipv6
                ? ipv6.getScopeId()
                : 0;
    }
}
