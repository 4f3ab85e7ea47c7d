package paloma.transfer.wire;

/**
 * UDP payloads in bytes: what is left of the MTU of usual paths after the headers of IP (20 bytes, or 40 of IPv6) and
 * UDP (8). {@link Wire#SAFE_BYTES} is what every path carries.
 */
public final class DatagramSizes {
    /** Ethernet, 1,500 bytes. */
    public static final int ETHERNET_BYTES = 1_472;

    /** Ethernet under IPv6. */
    public static final int ETHERNET_IPV6_BYTES = 1_452;

    /** PPPoE and tunnels: 1,400 bytes are left by nearly all of them. */
    public static final int TUNNEL_BYTES = 1_372;

    /** Jumbo frames, 9,000 bytes. */
    public static final int JUMBO_BYTES = 8_972;

    /** Jumbo frames under IPv6. */
    public static final int JUMBO_IPV6_BYTES = 8_952;

    /** Linux's loopback, 65,536 bytes, under IPv6 too. */
    public static final int LOOPBACK_BYTES = 65_488;

    private DatagramSizes() {}

    /** Returns the largest that a path may carry: to another host, that of jumbo frames. */
    public static int largest(boolean isLoopback) {
        return isLoopback ? LOOPBACK_BYTES : JUMBO_BYTES;
    }
}
