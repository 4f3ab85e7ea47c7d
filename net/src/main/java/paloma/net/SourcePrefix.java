package paloma.net;

import java.net.InetAddress;

/** What counts as one source: an IPv4 address, or the first 64 bits of an IPv6 one, which is what one customer has. */
public final class SourcePrefix {
    /** Marks that no source is known. */
    static final long NONE = 0;

    private SourcePrefix() {}

    /** Returns the prefix as a number, never 0, which stands for none. */
    public static long of(InetAddress source) {
        byte[] bytes = source.getAddress();
        long prefix = bytes.length == 4 ? 1 : 0;
        for (int i = 0; i < Math.min(bytes.length, Long.BYTES); i++) {
            prefix = (prefix << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return prefix == 0 ? 1 : prefix;
    }
}
