package paloma.e2e.files;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import paloma.transfer.wire.Packet;

/**
 * A balancer in front of several servers, as nginx is one: whoever comes from one address and port is led to one server for
 * good, in turn. It may be that nobody listens at a server, which its clients are told by empty datagrams, or that a server
 * stands still, of which it says nothing. New clients may be led to such servers as well.
 */
final class Balancer implements Proxy.Fault, AutoCloseable {
    enum State {
        SERVES,
        DEAD,
        STANDS_STILL
    }

    /** Called when so many bytes have passed, with the number of the server to or from which the last ones went. */
    interface Event {
        void happen(int server);
    }

    /** What is longer and sealed has something of a file in it. */
    private static final int MIN_DATA_BYTES = 500;

    private final List<InetSocketAddress> servers;
    private final State[] states;
    private final Proxy proxy;
    private final Map<Proxy.Path, Integer> sessions = new HashMap<>();
    private final List<Long> passedNanos = new ArrayList<>();
    private long eventBytes = Long.MAX_VALUE;
    private Event event;
    private long passedBytes;

    Balancer(List<InetSocketAddress> servers) throws IOException {
        this.servers = servers;
        states = new State[servers.size()];
        Arrays.fill(states, State.SERVES);
        proxy = Proxy.to(servers.get(0), this);
    }

    String host() {
        return proxy.host();
    }

    /** Sets what happens, once, on the balancer's thread, which waits for it. */
    synchronized void after(long bytes, Event then) {
        eventBytes = bytes;
        event = then;
    }

    /** Called on the balancer's thread. */
    void set(int server, State state) {
        states[server] = state;
    }

    /** Returns what has passed in both ways. */
    synchronized long passedBytes() {
        return passedBytes;
    }

    /** Returns the longest time in which nothing of a file passed. */
    synchronized long longestStallNanos() {
        long longest = 0;
        for (int i = 1; i < passedNanos.size(); i++) {
            longest = Math.max(longest, passedNanos.get(i) - passedNanos.get(i - 1));
        }
        return longest;
    }

    @Override
    public synchronized void pass(Proxy.Way way, byte[] datagram, Proxy.Path path) {
        int server = sessions.computeIfAbsent(path, this::next);
        if (passedBytes >= eventBytes) {
            eventBytes = Long.MAX_VALUE;
            event.happen(server);
        }
        switch (states[server]) {
            case DEAD -> path.send(Proxy.Way.TO_CLIENT, new byte[0]);
            case STANDS_STILL -> {
                return;
            }
            default -> {
                passedBytes += datagram.length;
                if (datagram.length > MIN_DATA_BYTES && datagram[0] == Packet.TYPE) {
                    passedNanos.add(System.nanoTime());
                }
                path.send(way, datagram);
            }
        }
    }

    private int next(Proxy.Path path) {
        int server = sessions.size() % servers.size();
        path.to(servers.get(server));
        return server;
    }

    @Override
    public void close() throws IOException {
        proxy.close();
    }
}
