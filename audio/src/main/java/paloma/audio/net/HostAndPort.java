package paloma.audio.net;

import io.netty.util.NetUtil;
import paloma.audio.pcm.UnusableException;
import paloma.net.Printable;

/**
 * An address as somebody wrote it, taken apart and not looked up yet. An IPv6 address with a port needs brackets (RFC 5952,
 * section 6): without them {@code ::1:5004} may be either.
 *
 * @param host empty if none was written
 * @param port empty if none was written
 */
record HostAndPort(String host, String port) {
    /** Reads {@code HOST}, {@code HOST:PORT}, {@code :PORT}, {@code [IPV6]:PORT}, {@code [IPV6]} or {@code IPV6}. */
    static HostAndPort of(String text) throws UnusableException {
        if (text.startsWith("[")) {
            return bracketed(text);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return new HostAndPort(text, "");
        }
        return colon == text.indexOf(':')
                ? new HostAndPort(text.substring(0, colon), text.substring(colon + 1))
                : bare(text, text.substring(0, colon), text.substring(colon + 1));
    }

    private static HostAndPort bracketed(String text) throws UnusableException {
        int end = text.indexOf(']');
        String rest = text.substring(end + 1);
        if (end < 0
                || !NetUtil.isValidIpV6Address(text.substring(1, end))
                || !rest.isEmpty() && rest.charAt(0) != ':') {
            throw new UnusableException(
                    Printable.quote(text) + " is no address and port; an IPv6 address is written [ADDRESS]:PORT.");
        }
        return new HostAndPort(text.substring(1, end), rest.isEmpty() ? "" : rest.substring(1));
    }

    private static HostAndPort bare(String text, String before, String last) throws UnusableException {
        boolean isAddress = NetUtil.isValidIpV6Address(text);
        if (NetUtil.isValidIpV6Address(before) && last.matches("\\d+")) {
            String other = isAddress && text.indexOf('%') < 0 ? " or [" + text + "]" : "";
            throw new UnusableException("An IPv6 address with a port needs brackets: for " + Printable.quote(text)
                    + " write [" + before + "]:" + last + other + ".");
        }
        if (!isAddress) {
            throw new UnusableException(Printable.quote(text)
                    + " is no address and port; write HOST:PORT, and an IPv6 address as [ADDRESS]:PORT.");
        }
        return new HostAndPort(text, "");
    }
}
