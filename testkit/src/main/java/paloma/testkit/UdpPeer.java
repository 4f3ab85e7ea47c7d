package paloma.testkit;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A UDP client of the JDK's own sockets: what any program in any language does. */
public final class UdpPeer implements AutoCloseable {
    private static final int MAX_ANSWER_MILLIS = 20_000;
    private static final int SILENCE_MILLIS = 60;

    private final InetSocketAddress server;
    private final DatagramSocket socket;

    /** Takes a free port of the loopback address of {@code server}'s family. */
    public UdpPeer(InetSocketAddress server) throws IOException {
        this.server = server;
        socket = new DatagramSocket(new InetSocketAddress(loopbackLike(server.getAddress()), 0));
        socket.setSoTimeout(MAX_ANSWER_MILLIS);
        socket.setReceiveBufferSize(4 << 20);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    public void send(byte[] payload) throws IOException {
        // Not connected: the JDK sends no empty datagram on a connected socket.
        socket.send(new DatagramPacket(payload, payload.length, server));
    }

    /**
     * Waits for one datagram and returns its bytes, none cut; fails when it comes from another address than was asked. What
     * comes from another port is not the server's: tests run side by side, and a server of another one may still send to
     * whoever had this port before.
     */
    public byte[] receive() throws IOException {
        byte[] buffer = new byte[65_536];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        do {
            packet.setLength(buffer.length);
            socket.receive(packet);
        } while (packet.getPort() != server.getPort());
        if (!packet.getSocketAddress().equals(server)) {
            throw new IOException("asked " + server + " and heard " + packet.getSocketAddress());
        }
        return Arrays.copyOf(buffer, packet.getLength());
    }

    public byte[] ask(byte[] payload) throws IOException {
        send(payload);
        return receive();
    }

    public String ask(String text) throws IOException {
        return new String(ask(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    /** Returns whether nothing comes for a short while. */
    public boolean hearsNothing() throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        try {
            receive();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(MAX_ANSWER_MILLIS);
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private static InetAddress loopbackLike(InetAddress address) throws IOException {
        return InetAddress.getByName(address instanceof java.net.Inet4Address ? "127.0.0.1" : "::1");
    }
}
