package paloma.net;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells addresses that reach many hosts, by multicast or by broadcast, from those of one. Which are for broadcast hangs on
 * the networks that this host is in: what the system says of an address is kept for a while. Confined to one thread.
 */
public final class BroadcastAddresses {
    /** Networks come and go, and asking the system costs 40 µs. */
    private static final long KEPT_NANOS = 10_000_000_000L;

    private static final int MAX_KEPT = 256;

    /** That of the discard service (RFC 863); nothing is sent there. */
    private static final int ANY_PORT = 9;

    private static final InetSocketAddress LIMITED_BROADCAST = new InetSocketAddress("255.255.255.255", ANY_PORT);

    private final Map<InetAddress, Boolean> kept = new HashMap<>();
    private long keptSinceNanos;

    BroadcastAddresses(long nowNanos) {
        keptSinceNanos = nowNanos;
    }

    /** Returns whether what is sent to {@code address} reaches many hosts; never waits. */
    boolean includes(InetAddress address, long nowNanos) {
        if (nowNanos - keptSinceNanos > KEPT_NANOS || kept.size() >= MAX_KEPT) {
            kept.clear();
            keptSinceNanos = nowNanos;
        }
        Boolean known = kept.get(address);
        if (known == null) {
            known = isForMany(address);
            kept.put(address, known);
        }
        return known;
    }

    /** Returns whether what is sent to {@code address} reaches many hosts, as far as this system knows now. */
    public static boolean isForMany(InetAddress address) {
        return address.isMulticastAddress() || address instanceof Inet4Address && isBroadcast(address);
    }

    /** Linux lets nobody connect a socket to a broadcast address who has not asked for SO_BROADCAST (ip(7)). */
    private static boolean isBroadcast(InetAddress address) {
        InetSocketAddress there = new InetSocketAddress(address, ANY_PORT);
        if (address.isAnyLocalAddress() || there.equals(LIMITED_BROADCAST)) {
            return !address.isAnyLocalAddress();
        }
        try (DatagramChannel probe = DatagramChannel.open(StandardProtocolFamily.INET)) {
            probe.connect(there);
            return false;
        } catch (BindException refused) { // the JDK's word for EACCES
            return true;
        } catch (IOException noRoute) {
            return false;
        }
    }
}
