package paloma.client.host;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Resolves names and addresses as gethostbyname(3) and gethostbyaddr(3) do. The JDK has no aliases: they come from the
 * hosts file, and from the DNS through {@code getent} where it exists.
 */
final class Resolver {
    private static final Path HOSTS = Path.of("/etc/hosts");
    private static final long GETENT_SECONDS = 10;

    private final HostsFile hosts;

    Resolver(HostsFile hosts) {
        this.hosts = hosts;
    }

    static Resolver ofThisMachine() {
        try {
            return new Resolver(new HostsFile(Files.exists(HOSTS) ? Files.readAllLines(HOSTS) : List.of()));
        } catch (IOException e) {
            return new Resolver(new HostsFile(List.of()));
        }
    }

    /** Returns the IPv4 entry of a name, if there is one. */
    Optional<HostEntry> byName(String name) {
        if (name.matches("[0-9.]+")) {
            return Optional.of(new HostEntry(name, List.of(), List.of(name)));
        }
        Optional<HostEntry> local = hosts.byName(name);
        return local.isPresent() ? local : byNameElsewhere(name);
    }

    /** Returns the entry of an address, if there is one. */
    Optional<HostEntry> byAddress(InetAddress address) {
        String number = number(address);
        Optional<HostEntry> local = hosts.byAddress(number);
        if (local.isPresent()) {
            return local;
        }
        Optional<HostEntry> told = getent(number).map(words -> entry(words, List.of(number)));
        if (told.isPresent()) {
            return told;
        }
        String name = address.getCanonicalHostName();
        return name.equals(address.getHostAddress())
                ? Optional.empty()
                : Optional.of(new HostEntry(name, List.of(), List.of(number)));
    }

    /** Returns an address as text, IPv6 in its short form (RFC 5952) and without its scope. */
    static String number(InetAddress address) {
        return NetUtil.toAddressString(address);
    }

    private static Optional<HostEntry> byNameElsewhere(String name) {
        List<String> addresses = new ArrayList<>();
        try {
            for (InetAddress address : InetAddress.getAllByName(name)) {
                if (address instanceof Inet4Address) {
                    addresses.add(address.getHostAddress());
                }
            }
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(getent(name)
                .map(words -> entry(words, addresses))
                .orElseGet(() -> new HostEntry(name, List.of(), addresses)));
    }

    /** Reads {@code address name alias…}. */
    private static HostEntry entry(List<String> words, List<String> addresses) {
        return new HostEntry(words.get(1), words.subList(2, words.size()), addresses);
    }

    private static Optional<List<String>> getent(String key) {
        try {
            Process process = new ProcessBuilder("getent", "hosts", "--", key)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(GETENT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String first = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            List<String> words = Arrays.asList(first.trim().split("\\s+"));
            return words.size() > 1 ? Optional.of(words) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
