package paloma.client.path;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import paloma.transfer.congestion.SavedPath;

/**
 * A line of {@code known_paths}: {@code 192.168.1.20 203.0.113.7 11925000 150312 0.0199 1.4E-5 1795737600}.
 *
 * @param local this host's address, by which another network is told
 * @param remote the server's
 * @param seconds since 1970 when the path was seen
 */
record KnownPath(InetAddress local, InetAddress remote, SavedPath path, long seconds) {
    private static final int FIELDS = 7;
    private static final long NANOS_PER_MICRO = 1_000;

    /** Returns nothing for what is no such line. */
    static Optional<KnownPath> parse(String text) {
        String[] fields = text.strip().split(" +");
        if (fields.length != FIELDS) {
            return Optional.empty();
        }
        try {
            SavedPath path = new SavedPath(
                    Double.parseDouble(fields[2]),
                    Math.multiplyExact(Long.parseLong(fields[3]), NANOS_PER_MICRO),
                    Double.parseDouble(fields[4]),
                    Double.parseDouble(fields[5]));
            return path.isKnown()
                    ? Optional.of(
                            new KnownPath(address(fields[0]), address(fields[1]), path, Long.parseLong(fields[6])))
                    : Optional.empty();
        } catch (ArithmeticException | NumberFormatException | UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Returns what {@link #parse} reads again. */
    String format() {
        return NetUtil.toAddressString(local) + " " + NetUtil.toAddressString(remote) + " "
                + Math.round(path.bytesPerSecond()) + " " + path.rttNanos() / NANOS_PER_MICRO + " "
                + (float) path.lossShare() + " " + (float) path.lossEventsPerByte() + " " + seconds;
    }

    boolean isBetween(InetAddress here, InetAddress there) {
        return local.equals(here) && remote.equals(there);
    }

    /** Asks no name server. */
    private static InetAddress address(String text) throws UnknownHostException {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            throw new UnknownHostException(text);
        }
        return InetAddress.getByAddress(bytes);
    }
}
