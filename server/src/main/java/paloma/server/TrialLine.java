package paloma.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import paloma.net.AddressText;
import paloma.net.BroadcastAddresses;
import paloma.service.WellKnown;

/** What a person types to try an endpoint, with programs that most systems have. */
final class TrialLine {
    /** OpenSSL's client ends with its input, and not before: else a Q at the beginning of what it reads ends it too. */
    private static final String TO_THE_END = "-quiet -no_ign_eof -nocommands";

    private TrialLine() {}

    static String of(Listener listener) {
        String service = listener.spec().service();
        if (service.equals(WellKnown.UPLOAD.serviceName())) {
            return listener.spec().scheme().isStream() ? stream(listener) + " < FILE" : datagrams(listener);
        }
        if (service.equals(WellKnown.FILES.serviceName())) {
            return "paloma client put FILE " + AddressText.of(reachable(listener.address()));
        }
        return listener.served() instanceof Served.Peers || service.equals(WellKnown.CHAT.serviceName())
                ? conversation(listener)
                : line("echo " + word(service), listener);
    }

    /** What one types into, and reads from, until one has had enough. */
    private static String conversation(Listener listener) {
        return switch (listener.spec().scheme()) {
            case UDP, UNIX -> netcat("", listener);
            case TCP -> "nc " + hostAndPort(listener.address());
            case TLS -> openssl("-quiet", listener);
            case DTLS -> openssl("-dtls1_2 -quiet", listener);
        };
    }

    private static String datagrams(Listener listener) {
        return switch (listener.spec().scheme()) {
            case DTLS -> "(cat FILE; sleep 1; printf bye; sleep 1) | " + openssl("-dtls1_2 " + TO_THE_END, listener);
            default -> "(cat FILE; sleep 1; printf bye) | " + netcat("-w2 ", listener);
        };
    }

    private static String stream(Listener listener) {
        return switch (listener.spec().scheme()) {
            case TLS -> openssl(TO_THE_END, listener);
            default -> "nc -N " + hostAndPort(listener.address());
        };
    }

    /** OpenSSL's client leaves when its input ends, without a look at what is on its way. */
    private static String line(String says, Listener listener) {
        return switch (listener.spec().scheme()) {
            case TCP -> says + " | " + stream(listener);
            case UDP, UNIX -> says + " | " + netcat("-w1 ", listener);
            case TLS -> "(" + says + "; sleep 1) | " + stream(listener);
            case DTLS -> "(" + says + "; sleep 2) | " + openssl("-dtls1_2 " + TO_THE_END, listener);
        };
    }

    private static String word(String service) {
        return service.equals(WellKnown.PRIME.serviceName()) ? "97" : "hello";
    }

    private static String netcat(String wait, Listener listener) {
        if (listener.address() == null) {
            return "nc -uU " + wait + listener.spec().path();
        }
        String broadcast = isBroadcast(listener.address().getAddress()) ? "b" : "";
        return "nc -" + broadcast + "u " + wait + hostAndPort(listener.address());
    }

    private static String openssl(String options, Listener listener) {
        return "openssl s_client " + options + " -connect " + AddressText.of(reachable(listener.address()));
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
