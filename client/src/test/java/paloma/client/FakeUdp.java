package paloma.client;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A server in ten lines: a JDK socket on loopback that gives each datagram to a function and sends what it returns. */
public final class FakeUdp implements AutoCloseable {
    /** @param port of the sender */
    public record Got(int port, byte[] bytes) {}

    private final DatagramSocket socket;
    private final Function<Got, List<byte[]>> answers;
    public final BlockingQueue<Got> got = new LinkedBlockingQueue<>();

    private FakeUdp(String address, int port, Function<Got, List<byte[]>> answers) throws IOException {
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), port));
        this.answers = answers;
        Thread thread = new Thread(this::serve, "fake-udp");
        thread.setDaemon(true);
        thread.start();
    }

    public static FakeUdp answering(Function<byte[], List<byte[]>> answers) throws IOException {
        return at("127.0.0.1", answers);
    }

    public static FakeUdp at(String address, Function<byte[], List<byte[]>> answers) throws IOException {
        return at(address, 0, answers);
    }

    public static FakeUdp at(String address, int port, Function<byte[], List<byte[]>> answers) throws IOException {
        return new FakeUdp(address, port, got -> answers.apply(got.bytes()));
    }

    /** As a balancer that sends the first port to a server that is gone: only others are answered. */
    public static FakeUdp silentToTheFirstPort(Function<byte[], List<byte[]>> answers) throws IOException {
        AtomicInteger first = new AtomicInteger();
        return new FakeUdp("127.0.0.1", 0, got -> {
            first.compareAndSet(0, got.port());
            return got.port() == first.get() ? List.of() : answers.apply(got.bytes());
        });
    }

    public static FakeUdp silent() throws IOException {
        return answering(bytes -> List.of());
    }

    /** Returns a port of loopback at which nobody listens. */
    public static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            return socket.getLocalPort();
        }
    }

    public String host() {
        String address = socket.getLocalAddress().getHostAddress();
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + socket.getLocalPort();
    }

    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            while (true) {
                socket.receive(packet);
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                Got one = new Got(packet.getPort(), bytes);
                got.add(one);
                for (byte[] answer : answers.apply(one)) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
                packet.setLength(65_536);
            }
        } catch (IOException closed) {
            return;
        }
    }
}
