package paloma.server.guard;

import java.util.BitSet;
import paloma.service.WellKnown;

/** The ports behind which something answers by itself; ours are added as they are opened. Any thread. */
final class AnsweringPorts {
    /**
     * Echo, daytime, qotd, chargen, time, domain, tftp, ntp, netbios, snmp, ldap, isakmp, rip, openvpn, ssdp,
     * ws-discovery, sip, mdns, coap, memcached.
     */
    private static final int[] WELL_KNOWN = {
        7, 13, 17, 19, 37, 53, 69, 123, 137, 161, 389, 500, 520, 1194, 1900, 3702, 5060, 5353, 5683, 11211
    };

    private volatile BitSet ports = new BitSet();

    AnsweringPorts() {
        for (int port : WELL_KNOWN) {
            add(port);
        }
        for (WellKnown service : WellKnown.values()) {
            add(service.port()); // on another host there may be another of us
        }
    }

    synchronized void add(int port) {
        BitSet more = (BitSet) ports.clone();
        more.set(port);
        ports = more;
    }

    boolean contains(int port) {
        return ports.get(port);
    }
}
