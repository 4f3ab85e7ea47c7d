package paloma.server.guard;

import java.util.BitSet;
import paloma.server.handler.Exchange;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.service.WellKnown;

/**
 * Refuses requests whose answer would be answered again: one forged datagram between two echo servers would go back
 * and forth for ever. Nobody asks from such a port by chance: client ports are taken from 32,768 (Linux) or 49,152
 * (RFC 6335, section 6) up.
 */
public final class LoopGuard extends Guard {
    private final Guards guards;
    private final AnsweringPorts ports;

    public LoopGuard(Guards guards, AnsweringPorts ports, ServiceMeter meter) {
        super(meter, Refusal.LOOP);
        this.guards = guards;
        this.ports = ports;
    }

    @Override
    int lets(Exchange first) {
        boolean loops = ports.contains(first.inetSource().getPort());
        return loops && guards.now().settings().loopGuard() ? NONE : ALL;
    }

    /** The ports behind which something answers by itself; ours are added as they are opened. */
    public static final class AnsweringPorts {
        /**
         * 0 is no port to answer to; echo, daytime, qotd, chargen, time, domain, tftp, ntp, netbios, snmp, ldap, isakmp,
         * rip, openvpn, ssdp, ws-discovery, sip, mdns, coap, memcached.
         */
        private static final int[] WELL_KNOWN = {
            0, 7, 13, 17, 19, 37, 53, 69, 123, 137, 161, 389, 500, 520, 1194, 1900, 3702, 5060, 5353, 5683, 11211
        };

        private volatile BitSet ports = new BitSet();

        public AnsweringPorts() {
            for (int port : WELL_KNOWN) {
                add(port);
            }
            for (WellKnown service : WellKnown.values()) {
                add(service.port()); // on another host there may be another of us
            }
        }

        public synchronized void add(int port) {
            BitSet more = (BitSet) ports.clone();
            more.set(port);
            ports = more;
        }

        boolean contains(int port) {
            return ports.get(port);
        }
    }
}
