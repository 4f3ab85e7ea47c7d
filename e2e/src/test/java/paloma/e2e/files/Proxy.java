package paloma.e2e.files;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Somebody on the path between clients and a server, as a NAT is: each client has a port of the proxy's towards the
 * server, and all that passes is handed to whoever decides what becomes of it.
 */
final class Proxy implements AutoCloseable {
    enum Way {
        TO_SERVER,
        TO_CLIENT
    }

    /** What becomes of what passes; called on the proxy's thread. */
    interface Fault {
        Fault NONE = (way, datagram, path) -> path.send(way, datagram);

        void pass(Way way, byte[] datagram, Path path);
    }

    private static final int BUFFER_BYTES = 4 << 20;

    private final Selector selector;
    private final DatagramChannel front;
    private final SocketAddress server;
    private final InetAddress from;
    private final Map<SocketAddress, Path> paths = new HashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final Thread thread = new Thread(this::run, "proxy");
    private volatile Fault fault;
    private volatile Throwable broken;

    private Proxy(SocketAddress server, InetAddress from, Fault fault) throws IOException {
        this.server = server;
        this.from = from;
        this.fault = fault;
        selector = Selector.open();
        front = open(InetAddress.getLoopbackAddress(), null);
        thread.setDaemon(true);
        thread.start();
    }

    static Proxy to(SocketAddress server, Fault fault) throws IOException {
        return new Proxy(server, InetAddress.getLoopbackAddress(), fault);
    }

    /** Returns one that the server sees at this address of loopback: it bounds what one address may do. */
    static Proxy to(SocketAddress server, String from, Fault fault) throws IOException {
        return new Proxy(server, InetAddress.getByName(from), fault);
    }

    /** Returns where clients reach the server through it, as they take it on the command line. */
    String host() {
        return "127.0.0.1:" + front.socket().getLocalPort();
    }

    /** What passes from now on passes this. */
    void fault(Fault other) {
        fault = other;
    }

    /** Runs on the thread on which all passes. */
    void onThread(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        onThread(thread::interrupt);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
        if (broken != null) {
            throw new AssertionError(broken);
        }
    }

    /** The way of one client to the server, and back. */
    final class Path {
        private final SocketAddress client;
        private SocketAddress to = server;
        private DatagramChannel back;

        private Path(SocketAddress client) {
            this.client = client;
            back = open(from, this);
        }

        int clientPort() {
            return ((InetSocketAddress) client).getPort();
        }

        /** Leads to another server from now on. */
        void to(SocketAddress another) {
            to = another;
        }

        /** Sends something on, whoever wrote it. */
        void send(Way way, byte[] datagram) {
            ByteBuffer bytes = ByteBuffer.wrap(datagram);
            try {
                if (way == Way.TO_SERVER) {
                    back.send(bytes, to);
                } else {
                    front.send(bytes, client);
                }
            } catch (IOException nobodyThere) {
                // as on a network: it is lost
            }
        }

        /** Takes another port towards the server, as a NAT does that has been restarted. */
        void move() {
            DatagramChannel before = back;
            back = open(from, this);
            try {
                before.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private DatagramChannel open(InetAddress address, Path path) {
        try {
            DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(address, 0));
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, path);
            return channel;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select(this::read);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
        } catch (Throwable e) {
            broken = e;
        }
    }

    private void read(SelectionKey key) {
        DatagramChannel channel = (DatagramChannel) key.channel();
        Path path = (Path) key.attachment();
        for (SocketAddress source = receive(channel); source != null; source = receive(channel)) {
            byte[] datagram = new byte[buffer.flip().remaining()];
            buffer.get(datagram);
            if (path == null) {
                fault.pass(Way.TO_SERVER, datagram, paths.computeIfAbsent(source, Path::new));
            } else {
                fault.pass(Way.TO_CLIENT, datagram, path);
            }
        }
    }

    /** Returns null where there is nothing. */
    private SocketAddress receive(DatagramChannel channel) {
        try {
            return channel.receive(buffer.clear());
        } catch (IOException gone) {
            return null;
        }
    }
}
