package paloma.client.option;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** In which order the addresses of a host are tried: as the system has them, but of each family in turn (RFC 8305, section 4). */
final class AddressOrder {
    private AddressOrder() {}

    /** The first one stays the first; an address that is named twice is tried once. */
    static List<InetAddress> of(List<InetAddress> found) {
        List<InetAddress> first = new ArrayList<>();
        List<InetAddress> second = new ArrayList<>();
        for (InetAddress address : new LinkedHashSet<>(found)) {
            boolean ofFirst = address instanceof Inet6Address == found.get(0) instanceof Inet6Address;
            (ofFirst ? first : second).add(address);
        }
        List<InetAddress> order = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            first.stream().skip(i).limit(1).forEach(order::add);
            second.stream().skip(i).limit(1).forEach(order::add);
        }
        return order;
    }
}
