package paloma.net;

/** What the headers leave of a datagram (RFC 791, RFC 8200 and RFC 768). */
public final class UdpLimits {
    private static final int UDP_HEADER_BYTES = 8;

    /** IPv4 without options, and UDP. */
    public static final int IPV4_UDP_HEADER_BYTES = 20 + UDP_HEADER_BYTES;

    /** IPv6 without extensions, and UDP. */
    public static final int IPV6_UDP_HEADER_BYTES = 40 + UDP_HEADER_BYTES;

    /** What the length of a packet can say, headers included: no payload is longer. */
    public static final int MAX_PACKET_BYTES = 65_535;

    /** The most that one datagram carries over IPv4: 65,507. IPv6 could carry 20 more, which nothing here relies on. */
    public static final int MAX_PAYLOAD_BYTES = MAX_PACKET_BYTES - IPV4_UDP_HEADER_BYTES;

    private UdpLimits() {}
}
