package paloma.server.config;

import java.util.Locale;
import paloma.net.Transport;

/**
 * How sockets are served.
 *
 * @param transport {@code auto}, {@code nio}, {@code epoll} or {@code kqueue}
 */
public record IoSettings(String transport, int eventLoops, int receiveBufferBytes) {
    /** Four fifths of a datagram's cost is the kernel's: a loop more than the CPUs gives it nothing to do. */
    private static final int MAX_DEFAULT_LOOPS = 8;

    private static final int MAX_LOOPS = 256;
    private static final int MAX_RECEIVE_BUFFER_BYTES = 1 << 30;

    static IoSettings of(Given given) {
        Value transport = given.get(Setting.TRANSPORT);
        transport.asOneOf("auto", "nio", "epoll", "kqueue");
        Value loops = given.get(Setting.EVENT_LOOPS);
        return new IoSettings(transport.text(), loops.isEmpty() ? defaultLoops() : loops.asInt(1, MAX_LOOPS), (int)
                given.get(Setting.RECEIVE_BUFFER).asBytes(4096, MAX_RECEIVE_BUFFER_BYTES));
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
