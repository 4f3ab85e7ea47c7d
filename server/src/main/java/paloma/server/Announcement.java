package paloma.server;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import paloma.net.AddressText;
import paloma.net.BroadcastAddresses;
import paloma.net.Printable;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.console.JsonLine;
import paloma.service.WellKnown;
import paloma.transfer.keys.Fingerprint;

/** What is printed at the start: each endpoint with a line to try it, for people, or a JSON object a line. */
final class Announcement {
    private static final String ROW = "%-10s %-32s %s%n";

    private static final String KEY_ROW = "%-10s %s, shown by clients of files at their first contact%n";

    private Announcement() {}

    /**
     * @param admin where the admin port is, or null
     * @param key of the server, or null where no files are served
     */
    static void print(
            List<Listener> listeners, InetSocketAddress admin, Fingerprint key, boolean json, PrintStream out) {
        if (json) {
            listeners.forEach(listener -> out.println(
                    event("listening").add("service", listener.spec().service()).add("endpoint", listener.url())));
            if (admin != null) {
                out.println(event("admin").add("endpoint", "http://" + AddressText.of(admin)));
            }
            if (key != null) {
                out.println(event("key").add("fingerprint", key.text()));
            }
            out.println(event("ready"));
        } else {
            out.printf(ROW, "service", "endpoint", "try it");
            listeners.forEach(listener -> out.printf(
                    ROW,
                    listener.spec().service(),
                    Printable.escape(listener.url()),
                    Printable.escape(trial(listener))));
            if (key != null) {
                out.printf(KEY_ROW, "(key)", key);
            }
            if (admin != null) {
                String url = "http://" + AddressText.of(admin);
                out.printf(ROW, "(admin)", url, "curl " + url + "/metrics");
            }
        }
        out.flush();
    }

    private static JsonLine event(String name) {
        return new JsonLine().add("event", name);
    }

    private static String trial(Listener listener) {
        String service = listener.spec().service();
        if (service.equals(WellKnown.UPLOAD.serviceName()) && listener.spec().scheme() != Scheme.TCP) {
            return "(cat FILE; sleep 1; printf bye) | " + netcat(listener).replace("-w1", "-w2");
        }
        if (service.equals(WellKnown.FILES.serviceName())) {
            return "paloma client put FILE " + AddressText.of(reachable(listener.address()));
        }
        return service.equals(WellKnown.UPLOAD.serviceName())
                ? netcat(listener) + " < FILE"
                : "echo " + word(service) + " | " + netcat(listener);
    }

    private static String word(String service) {
        return service.equals(WellKnown.PRIME.serviceName()) ? "97" : "hello";
    }

    private static String netcat(Listener listener) {
        return switch (listener.spec().scheme()) {
            case UDP ->
                "nc -" + (isBroadcast(listener.address().getAddress()) ? "b" : "") + "u -w1 "
                        + hostAndPort(listener.address());
            case TCP -> "nc -N " + hostAndPort(listener.address());
            case UNIX -> "nc -uU -w1 " + listener.spec().path();
        };
    }

    private static boolean isBroadcast(InetAddress host) {
        return !host.isMulticastAddress() && BroadcastAddresses.isForMany(host);
    }

    private static String hostAndPort(InetSocketAddress address) {
        return AddressText.of(reachable(address).getAddress()) + " " + address.getPort();
    }

    /** Both families reach a wildcard of IPv6 by this one, which everybody knows. */
    private static InetSocketAddress reachable(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress("127.0.0.1", address.getPort())
                : address;
    }
}
