package paloma.server.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import paloma.net.AddressText;
import paloma.server.config.EndpointSpec.Scheme;

/** Endpoints that cannot be open at the same time, because they want the same port. */
public final class PortClash {
    private PortClash() {}

    /**
     * Compares all endpoints, the admin port too; needs no socket.
     *
     * @param servicePorts gives the port of a service when its endpoint names none
     * @throws ConfigException that names the first two that clash
     */
    public static void refuse(ServerSettings settings, ToIntFunction<String> servicePorts) {
        List<Claim> claims = new ArrayList<>();
        for (EndpointSpec endpoint : settings.endpoints()) {
            String name = endpoint.service() + " at ";
            add(
                    claims,
                    endpoint.path() == null
                            ? inet(name, endpoint, endpoint.address(servicePorts.applyAsInt(endpoint.service())))
                            : new Claim(name + "unix:" + endpoint.path(), Scheme.UNIX, null, endpoint.path()));
        }
        InetSocketAddress admin = settings.admin();
        if (admin != null) {
            add(claims, new Claim("the admin port at " + AddressText.of(admin), Scheme.TCP, admin, null));
        }
    }

    private static Claim inet(String name, EndpointSpec endpoint, InetSocketAddress address) {
        return new Claim(
                name + endpoint.scheme() + "://" + AddressText.of(address),
                endpoint.scheme().socket(),
                address,
                null);
    }

    private static void add(List<Claim> claims, Claim claim) {
        for (Claim other : claims) {
            if (other.clashesWith(claim)) {
                throw new ConfigException(
                        "There is one " + (claim.path == null ? "port" : "path") + " for " + other.name
                                + " and " + claim.name + (other.isSpanning(claim) ? ", as :: takes IPv4 too" : "")
                                + ": give one of them another.");
            }
        }
        claims.add(claim);
    }

    /** @param scheme of the socket */
    private record Claim(String name, Scheme scheme, InetSocketAddress address, String path) {
        boolean clashesWith(Claim other) {
            if (scheme != other.scheme) {
                return false;
            }
            if (path != null) {
                return normal(path).equals(normal(other.path));
            }
            return address.getPort() != 0 && address.getPort() == other.address.getPort() && overlaps(other);
        }

        private static Path normal(String path) {
            return Path.of(path).toAbsolutePath().normalize();
        }

        private boolean overlaps(Claim other) {
            return EndpointSpec.isSameHost(host(), other.host()) || covers(other) || other.covers(this);
        }

        private boolean covers(Claim other) {
            return host().isAnyLocalAddress() && !other.host().isMulticastAddress() && (isIpv4(other) || !isIpv4(this));
        }

        /** Returns whether one of the two is of IPv4 and the other of IPv6. */
        boolean isSpanning(Claim other) {
            return path == null && isIpv4(this) != isIpv4(other);
        }

        private static boolean isIpv4(Claim claim) {
            return claim.host() instanceof Inet4Address;
        }

        private InetAddress host() {
            return address.getAddress();
        }
    }
}
