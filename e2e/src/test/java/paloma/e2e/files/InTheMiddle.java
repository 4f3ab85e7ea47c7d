package paloma.e2e.files;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** Hands on all that passes, and lets something happen when so many bytes have passed; remembers who spoke. */
final class InTheMiddle implements Proxy.Fault {
    private static final int OPEN = 0x04;

    /** The ports of the client, and the numbers of the connections that it opened. */
    final Set<Integer> ports = Collections.synchronizedSet(new HashSet<>());

    final Set<Long> connections = Collections.synchronizedSet(new HashSet<>());

    private final long everyBytes;
    private final int times;
    private final Event event;
    private long passedBytes;
    private int happened;

    interface Event {
        void happen(Proxy.Path path);
    }

    /** @param everyBytes after how many bytes it happens, again and again up to so many times */
    InTheMiddle(long everyBytes, int times, Event event) {
        this.everyBytes = everyBytes;
        this.times = times;
        this.event = event;
    }

    /** Returns how often it has happened. */
    int happened() {
        return happened;
    }

    @Override
    public void pass(Proxy.Way way, byte[] datagram, Proxy.Path path) {
        ports.add(path.clientPort());
        if (datagram[0] == OPEN) {
            connections.add(ByteBuffer.wrap(datagram).getLong(1));
        }
        passedBytes += datagram.length;
        if (happened < times && passedBytes >= everyBytes * (happened + 1)) {
            happened++;
            event.happen(path);
        }
        path.send(way, datagram);
    }
}
