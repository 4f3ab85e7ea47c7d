package paloma.client.trust;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import paloma.client.option.HostPort;
import paloma.net.Printable;

/**
 * A server as its user calls it.
 *
 * @param host in lower case; an address in the one form that RFC 5952 gives it
 */
public record ServerName(String host, int port) {
    public static ServerName of(HostPort server, int defaultPort) {
        return new ServerName(normal(server.host()), server.port().orElse(defaultPort));
    }

    /** Returns whether the user has given an address and no name. */
    public boolean isAddress() {
        return host.indexOf(':') >= 0 || NetUtil.isValidIpV4Address(host);
    }

    static String normal(String host) {
        byte[] address = host.indexOf('%') < 0 ? NetUtil.createByteArrayFromIpAddressString(host) : null;
        if (address == null) {
            String lower = host.toLowerCase(Locale.ROOT);
            return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        }
        try {
            return NetUtil.toAddressString(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Netty has found an address of a wrong length", e);
        }
    }

    /** Returns the name as it is typed and may stand in a sentence. */
    @Override
    public String toString() {
        String shown = Printable.escape(host);
        return (host.indexOf(':') < 0 ? shown : "[" + shown + "]") + ":" + port;
    }
}
