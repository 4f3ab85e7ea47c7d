package paloma.testkit;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of loopback that were free a moment ago, for what must know its port before it starts, or is to start at it again. They
 * lie below those that a system gives to whoever asks for any (Linux from 32,768 on), or one of these soon had it.
 */
public final class FreePorts {
    private static final int LEAST = 10_000;
    private static final int BEYOND = 32_768;

    /** Opens a port, closes it, and returns it. */
    private interface Trial {
        int at(int port) throws IOException;
    }

    private FreePorts() {}

    public static int tcp() throws IOException {
        return first(port -> {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        });
    }

    public static int udp() throws IOException {
        return first(port -> {
            try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        });
    }

    /** Returns one that is free for both. */
    public static int udpAndTcp() throws IOException {
        return first(port -> {
            try (ServerSocket tcp = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
                return udp.getLocalPort();
            }
        });
    }

    private static int first(Trial trial) throws IOException {
        while (true) {
            try {
                return trial.at(ThreadLocalRandom.current().nextInt(LEAST, BEYOND));
            } catch (BindException e) {
                // Another one is free.
            }
        }
    }
}
