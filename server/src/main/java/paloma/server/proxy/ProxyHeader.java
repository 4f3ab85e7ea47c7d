package paloma.server.proxy;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * What a proxy writes in front of a datagram: version 2 of the PROXY protocol (haproxy, proxy-protocol.txt, section 2.2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |                signature: 0d 0a 0d 0a                         |
 * |                           00 0d 0a 51                         |
 * |                           55 49 54 0a                         |
 * | 2     | command: 0, 1 | family| transport |  bytes that follow |
 * | source address, destination address: 4 or 16 bytes each       |
 * | source port                   | destination port              |
 * | more, which is passed over                                    |
 * </pre>
 *
 * <p>From 192.0.2.1:40000 to 198.51.100.1:7007 by UDP: {@code 0d0a0d0a000d0a515549540a 21 12 000c c0000201 c6336401 9c40
 * 1b5f}.
 *
 * @param source the client; null where the proxy speaks for itself, or does not say
 */
record ProxyHeader(InetSocketAddress source) {
    private static final long SIGNATURE = 0x0d0a0d0a000d0a51L;
    private static final int SIGNATURE_END = 0x5549540a;
    private static final int FIXED_BYTES = 16;
    private static final int VERSION = 2;
    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int INET = 1;
    private static final int INET6 = 2;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int PORTS_BYTES = 4;

    /** Returns the header and leaves the reader index behind it; null, with the index anywhere, where there is none. */
    static ProxyHeader decode(ByteBuf datagram) {
        if (datagram.readableBytes() < FIXED_BYTES
                || datagram.readLong() != SIGNATURE
                || datagram.readInt() != SIGNATURE_END) {
            return null;
        }
        int versionAndCommand = datagram.readUnsignedByte();
        int family = datagram.readUnsignedByte() >> 4;
        int length = datagram.readUnsignedShort();
        int command = versionAndCommand & 0xf;
        if (versionAndCommand >> 4 != VERSION || command > PROXY || length > datagram.readableBytes()) {
            return null;
        }
        ByteBuf rest = datagram.readSlice(length);
        return switch (command == LOCAL ? LOCAL : family) {
            case INET -> from(rest, IPV4_BYTES);
            case INET6 -> from(rest, IPV6_BYTES);
            default -> new ProxyHeader(null);
        };
    }

    private static ProxyHeader from(ByteBuf rest, int addressBytes) {
        if (rest.readableBytes() < 2 * addressBytes + PORTS_BYTES) {
            return null;
        }
        byte[] address = new byte[addressBytes];
        rest.readBytes(address).skipBytes(addressBytes);
        try {
            return new ProxyHeader(new InetSocketAddress(InetAddress.getByAddress(address), rest.readUnsignedShort()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
