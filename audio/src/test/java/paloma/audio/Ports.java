package paloma.audio;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for programs that must be told theirs. They are below those that systems hand out by themselves (from 32,768 on at
 * the lowest), so that no socket of another test takes one before the program does.
 */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger(2 * ThreadLocalRandom.current().nextInt(COUNT / 2));

    private Ports() {}

    /** Returns an even port that is free for UDP and TCP, as is the one after; no two calls return the same. */
    public static int free() {
        int port = next();
        while (!isFree(port) || !isFree(port + 1)) {
            port = next();
        }
        return port;
    }

    /** Returns what tells ffmpeg which ports to send from: one that tries others until some are free may crash. */
    static String ofFfmpeg() {
        int port = free();
        return "localrtpport=" + port + "&localrtcpport=" + (port + 1);
    }

    private static int next() {
        return FIRST + NEXT.getAndAdd(2) % COUNT;
    }

    private static boolean isFree(int port) {
        try (DatagramSocket udp = new DatagramSocket(port, InetAddress.getByName("0.0.0.0"));
                ServerSocket tcp = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"))) {
            return udp.isBound() && tcp.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
