package paloma.server.upload;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** Names that every file system takes (Windows too) and that lead nowhere else. */
final class FileNames {
    static final String PART = ".part";

    private static final int MAX_SENDER_LENGTH = 64;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern UNSAFE = Pattern.compile("[^0-9A-Za-z_-]");

    private FileNames() {}

    /** Returns a name such as {@code 20261122T015512.123Z-127.0.0.1-40312}. */
    static String of(Instant time, SocketAddress sender) {
        return TIME.format(time) + '-' + sender(sender);
    }

    /** Returns {@code name} itself for 1, {@code film-2.mp4} for {@code film.mp4} and 2. */
    static String numbered(String name, int number) {
        if (number == 1) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) + '-' + number + name.substring(dot) : name + '-' + number;
    }

    private static String sender(SocketAddress sender) {
        if (sender instanceof InetSocketAddress inet) {
            String address = inet.getAddress().getHostAddress();
            int scope = address.indexOf('%');
            return (scope < 0 ? address : address.substring(0, scope)).replace(':', '-') + '-' + inet.getPort();
        }
        String path = sender instanceof DomainSocketAddress unix ? unix.path() : "";
        String end = path.substring(Math.max(0, path.length() - MAX_SENDER_LENGTH));
        return "unix-" + UNSAFE.matcher(end).replaceAll("-");
    }
}
