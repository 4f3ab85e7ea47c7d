package paloma.server.guard;

import java.net.InetAddress;
import java.util.Map;
import java.util.TreeMap;
import paloma.server.config.GuardSettings;

/**
 * The {@link Rules} as they are now, for all endpoints of a service; replaced whole at a reload. A service without
 * settings of its own shares the buckets of those for all. Any thread.
 */
public final class Guards {
    private final AnsweringPorts ports;
    private final Map<String, Guards> services = new TreeMap<>();
    private volatile Rules rules;

    /** @param settings for all services */
    public Guards(GuardSettings settings, long nowNanos) {
        this(settings, Map.of(), nowNanos);
    }

    /**
     * @param settings for services that have none of their own
     * @param own those of the others, by their names
     */
    public Guards(GuardSettings settings, Map<String, GuardSettings> own, long nowNanos) {
        this.ports = new AnsweringPorts();
        reload(settings, own, nowNanos);
    }

    private Guards(AnsweringPorts ports, Rules rules) {
        this.ports = ports;
        this.rules = rules;
    }

    /** Returns the guards of one service, which follow each reload. */
    public synchronized Guards of(String service) {
        return services.computeIfAbsent(service, name -> new Guards(ports, rules));
    }

    /** Applies new settings; all buckets are full again. */
    public synchronized void reload(GuardSettings settings, Map<String, GuardSettings> own, long nowNanos) {
        Rules shared = Rules.of(settings, ports, nowNanos);
        rules = shared;
        services.values().forEach(service -> service.rules = shared);
        own.forEach((name, wanted) -> of(name).rules = shared.with(wanted, nowNanos));
    }

    /** Adds a port of ours that answers: what comes from there is refused as a loop. */
    public void answersAt(int port) {
        ports.add(port);
    }

    /** Returns whether this is a proxy, which tells its clients' addresses and is believed. */
    public boolean isProxy(InetAddress peer) {
        return rules.isProxy(peer);
    }

    /** Returns whether no rate and no share binds this source. */
    public boolean isUnlimited(InetAddress source) {
        return rules.isUnlimited(source);
    }

    Rules now() {
        return rules;
    }
}
