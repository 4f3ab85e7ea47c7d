package paloma.server.config;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import paloma.net.Transport;
import paloma.net.UnixAccess;

/**
 * How sockets are served.
 *
 * @param transport {@code auto}, {@code nio}, {@code epoll} or {@code kqueue}
 * @param unix who may send to UNIX sockets
 * @param multicast where groups are joined; null for every interface that can
 */
public record IoSettings(
        String transport, int eventLoops, int receiveBufferBytes, UnixAccess unix, NetworkInterface multicast) {
    /** Four fifths of a datagram's cost is the kernel's: a loop more than the CPUs gives it nothing to do. */
    private static final int MAX_DEFAULT_LOOPS = 8;

    private static final int MAX_LOOPS = 256;
    private static final int MAX_RECEIVE_BUFFER_BYTES = 1 << 30;

    static IoSettings of(Given given) {
        String transport = given.get(Setting.TRANSPORT).asOneOf("auto", "nio", "epoll", "kqueue");
        Value loops = given.get(Setting.EVENT_LOOPS);
        return new IoSettings(
                transport,
                loops.is(Setting.AUTO) ? defaultLoops() : loops.asInt(1, MAX_LOOPS),
                (int) given.get(Setting.RECEIVE_BUFFER).asBytes(4096, MAX_RECEIVE_BUFFER_BYTES),
                new UnixAccess(permissions(given.get(Setting.UNIX_MODE)), group(given.get(Setting.UNIX_GROUP))),
                multicast(given.get(Setting.MULTICAST_INTERFACE)));
    }

    private static Set<PosixFilePermission> permissions(Value mode) {
        if (!mode.text().matches("0?[0-7]{3}")) {
            throw mode.wrong("is not a file's mode", "write three octal digits, such as 660");
        }
        int bits = Integer.parseInt(mode.text(), 8);
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((bits >> (PosixFilePermission.values().length - 1 - permission.ordinal()) & 1) == 1) {
                permissions.add(permission);
            }
        }
        return permissions;
    }

    private static GroupPrincipal group(Value name) {
        if (name.is(Setting.AUTO)) {
            return null;
        }
        try {
            return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(name.text());
        } catch (IOException | UnsupportedOperationException e) {
            throw name.wrong("is not a group of this system", "create it, or name another");
        }
    }

    private static NetworkInterface multicast(Value name) {
        if (name.is(Setting.ALL)) {
            return null;
        }
        try {
            NetworkInterface found = NetworkInterface.getByName(name.text());
            if (found == null) {
                throw name.notNow("is not an interface of this host", "name one of those that it has");
            }
            return found;
        } catch (SocketException e) {
            throw name.notNow("cannot be looked up", "name one of the interfaces of this host");
        }
    }

    /**
     * Returns the transport to use; loads native code to find out.
     *
     * @throws ConfigException when the one that is asked for does not load on this machine
     */
    public Transport usableTransport() {
        if (transport.equals("auto")) {
            return Transport.best();
        }
        Transport asked = Transport.valueOf(transport.toUpperCase(Locale.ROOT));
        if (!asked.isAvailable()) {
            throw new ConfigException(
                    "--transport " + transport + " does not load on this machine: leave it out, or write nio.");
        }
        return asked;
    }

    private static int defaultLoops() {
        return Math.min(MAX_DEFAULT_LOOPS, Runtime.getRuntime().availableProcessors());
    }
}
