package paloma.client.call;

import java.net.InetSocketAddress;
import java.util.List;
import paloma.client.call.Target.Kind;

/**
 * A server at each of its addresses, in the order in which they are tried.
 *
 * @param name what messages call it: the endpoint, with the name of the host where that has several addresses
 */
public record Targets(String name, List<Target> all) {
    public Targets {
        all = List.copyOf(all);
    }

    public static Targets of(Target only) {
        return new Targets(only.toString(), List.of(only));
    }

    /** @param host as a person wrote it, with its port */
    public static Targets of(Kind kind, String host, List<InetSocketAddress> addresses) {
        List<Target> all = addresses.stream()
                .map(address -> new Target(kind, address, null))
                .toList();
        return all.size() == 1 ? of(all.get(0)) : new Targets(all.get(0).scheme() + "://" + host, all);
    }

    public boolean areSeveral() {
        return all.size() > 1;
    }

    public Kind kind() {
        return all.get(0).kind();
    }

    public boolean isStream() {
        return kind().isStream();
    }

    @Override
    public String toString() {
        return name;
    }
}
