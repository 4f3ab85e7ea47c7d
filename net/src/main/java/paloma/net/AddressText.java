package paloma.net;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses as people write them; IPv6 as RFC 5952 has it, and with its scope where it has one. */
public final class AddressText {
    private AddressText() {}

    /** Returns {@code 127.0.0.1:7007} or {@code [::1]:7007}. */
    public static String of(InetSocketAddress address) {
        String host = of(address.getAddress());
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /** Returns {@code 127.0.0.1}, {@code ::1} or {@code fe80::1%eth0}. */
    public static String of(InetAddress address) {
        String host = address.getHostAddress();
        if (address instanceof Inet4Address) {
            return host;
        }
        int scope = host.indexOf('%');
        boolean hasScope = scope >= 0 && !host.endsWith("%0"); // Netty writes down that there is none
        return NetUtil.toAddressString(address) + (hasScope ? host.substring(scope) : "");
    }
}
