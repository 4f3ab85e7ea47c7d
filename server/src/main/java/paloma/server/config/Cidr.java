package paloma.server.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import paloma.net.AddressText;

/**
 * A block of addresses (RFC 4632): those whose first {@code prefixBits} bits are those of {@code network}. An IPv4
 * block written as IPv6 ({@code ::ffff:10.0.0.0/104}) is the IPv4 block.
 */
public record Cidr(InetAddress network, int prefixBits) {
    private static final int IPV4_BITS = 32;
    private static final int MAPPED_BITS = 96; // RFC 4291, section 2.5.5.2

    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        int whole = prefixBits / 8;
        for (int i = 0; i < whole; i++) {
            if (ours[i] != theirs[i]) {
                return false;
            }
        }
        int rest = prefixBits % 8;
        return rest == 0 || ((ours[whole] ^ theirs[whole]) & 0xff) >> (8 - rest) == 0;
    }

    @Override
    public String toString() {
        return AddressText.of(network) + "/" + prefixBits;
    }

    /**
     * Reads blocks and single addresses, parted by commas.
     *
     * @param otherwise the word that stands for no block
     */
    static List<Cidr> parseAll(Value value, String otherwise) {
        List<Cidr> blocks = new ArrayList<>();
        if (value.is(otherwise)) {
            return blocks;
        }
        for (Value item : value.items()) {
            blocks.add(parse(item));
        }
        return blocks;
    }

    static Cidr parse(Value value) {
        String text = value.text();
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress network = literal(address);
        if (network == null) {
            throw value.wrong("is not a block of addresses", "write for example 10.0.0.0/8, fe80::/10 or 192.0.2.1");
        }
        int bits = 8 * network.getAddress().length;
        boolean mapped = bits == IPV4_BITS && address.indexOf(':') >= 0;
        int written = mapped ? bits + MAPPED_BITS : bits;
        int prefix = slash < 0 ? written : prefix(text.substring(slash + 1));
        if (prefix < written - bits || prefix > written) {
            throw value.wrong("has no valid prefix", "write /" + (written - bits) + " to /" + written + " after it");
        }
        return refuseHostBits(value, new Cidr(network, prefix - (written - bits)));
    }

    private static Cidr refuseHostBits(Value value, Cidr block) {
        byte[] masked = block.network.getAddress();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(8, block.prefixBits - 8 * i));
            masked[i] = (byte) (masked[i] & 0xff00 >> kept);
        }
        Cidr meant = new Cidr(address(masked), block.prefixBits);
        if (!meant.network.equals(block.network)) {
            throw value.wrong("has bits set after its prefix", "write " + meant + " if that block is meant");
        }
        return meant;
    }

    private static int prefix(String text) {
        if (text.isEmpty() || text.length() > 3) {
            return -1;
        }
        int prefix = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            prefix = 10 * prefix + digit;
        }
        return prefix;
    }

    /** Returns the address of a literal, or null: nothing is looked up, and {@code 10.1} is none. */
    private static InetAddress literal(String text) {
        if (text.indexOf(':') < 0) {
            byte[] ipv4 = ipv4(text);
            return ipv4 == null ? null : address(ipv4);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ':' && c != '.' && Character.digit(c, 16) < 0) {
                return null;
            }
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static byte[] ipv4(String text) {
        byte[] address = new byte[4];
        String[] parts = text.split("\\.", -1);
        for (int i = 0; i < parts.length; i++) {
            int part = prefix(parts[i]);
            if (parts.length != 4 || part < 0 || part > 255) {
                return null;
            }
            address[i] = (byte) part;
        }
        return parts.length == 4 ? address : null;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /** Returns whether this is a block of IPv4 addresses. */
    public boolean isIpv4() {
        return network instanceof Inet4Address;
    }
}
