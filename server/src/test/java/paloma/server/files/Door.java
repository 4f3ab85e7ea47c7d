package paloma.server.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import paloma.server.config.FilesSettings;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.noise.X25519;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.Wire;

/**
 * The service files without a socket: datagrams go in by hand and come out to be looked at; so do tasks of the disk and
 * key agreements.
 */
final class Door implements AutoCloseable {
    static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 7777);
    static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 40_000);

    /**
     * A datagram that left.
     *
     * @param message null for a packet
     */
    record Sent(InetSocketAddress to, byte[] datagram, Message message) {
        int bytes() {
            return datagram.length;
        }
    }

    final FilesService service;
    final ServiceMeter meter = new ServiceMeter("files", "udp");
    final Queue<Runnable> diskTasks = new ArrayDeque<>();
    final Queue<Runnable> handshakes = new ArrayDeque<>();
    final EmbeddedChannel channel;
    private long aheadNanos;

    Door(FilesSettings settings) throws IOException {
        this(settings, TestServer.FRIENDS);
    }

    Door(FilesSettings settings, UnvalidatedPeerPolicy policy) throws IOException {
        service = FilesService.open(
                settings,
                X25519.KeyPair.random(),
                TestServer.memory(settings),
                disk(),
                disk(),
                new Handshakes(this::addHandshake, () -> {}));
        channel = new EmbeddedChannel(new FilesHandler(service, policy, meter, () -> System.nanoTime() + aheadNanos));
    }

    private DiskThreads disk() {
        return new DiskThreads(diskTasks::add, () -> {}, 0);
    }

    private void addHandshake(Runnable handshake) {
        if (handshakes.size() == Handshakes.MAX_WAITING) {
            throw new RejectedExecutionException("full");
        }
        handshakes.add(handshake);
    }

    /** Lets time pass for who asks for admission. */
    void pass(long nanos) {
        aheadNanos += nanos;
    }

    /** Sends a message as {@code source} and gives what comes back at once. */
    List<Sent> say(InetSocketAddress source, Message message) {
        ByteBuf datagram = Unpooled.buffer(Wire.SAFE_BYTES);
        Wire.encode(message, datagram);
        return send(source, datagram);
    }

    List<Sent> send(InetSocketAddress source, ByteBuf datagram) {
        channel.writeInbound(new DatagramPacket(datagram, SERVER, source));
        return sent();
    }

    /** Lets the key agreements be computed, and gives what comes of that without the disk. */
    List<Sent> agree() {
        for (Runnable task = handshakes.poll(); task != null; task = handshakes.poll()) {
            task.run();
            channel.runPendingTasks();
        }
        return sent();
    }

    /** Lets the disk do what it has been asked, and gives what comes of it. */
    List<Sent> work() {
        List<Sent> all = agree();
        for (Runnable task = diskTasks.poll(); task != null; task = diskTasks.poll()) {
            task.run();
            channel.runPendingTasks();
            all.addAll(agree());
        }
        all.addAll(sent());
        return all;
    }

    /** Says Hello as {@code source}, and gives the answer. */
    Cookie cookie(InetSocketAddress source) {
        return (Cookie)
                say(source, new Hello(Wire.VERSION, 42, Hello.MIN_BYTES)).get(0).message();
    }

    /** Opens a connection that is granted: its client has the keys, and has not shown that yet. */
    ClientConnection opened(InetSocketAddress source, long number, Request request) {
        ClientConnection client = new ClientConnection(number);
        say(source, client.open(cookie(source), request));
        grant(client, work());
        return client;
    }

    /** Returns the Grant among what was sent. */
    static Grant grant(ClientConnection client, List<Sent> sent) {
        return (Grant) answer(client, sent);
    }

    /** Returns the Grant or the Fail that answers the Open of a client, among what was sent. */
    static Frame answer(ClientConnection client, List<Sent> sent) {
        return sent.stream()
                .map(Sent::message)
                .filter(message -> message instanceof Accept accept && accept.connection() == client.number())
                .findFirst()
                .map(accept -> client.accepted((Accept) accept))
                .orElseThrow();
    }

    /** Returns the frames of the packets among what was sent. */
    static List<Frame> frames(ClientConnection client, List<Sent> sent) {
        return sent.stream()
                .filter(one -> one.message() == null)
                .map(one -> client.opened(one.datagram()))
                .toList();
    }

    /** Returns whether all that is to be done has been done and nothing is kept. */
    boolean isEmpty() {
        return service.admission().running() == 0;
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        work();
        service.close();
    }

    private List<Sent> sent() {
        channel.runPendingTasks();
        channel.checkException();
        List<Sent> all = new ArrayList<>();
        for (DatagramPacket packet = channel.readOutbound(); packet != null; packet = channel.readOutbound()) {
            byte[] datagram = ByteBufUtil.getBytes(packet.content());
            all.add(new Sent(packet.recipient(), datagram, Wire.decode(packet.content())));
            packet.release();
        }
        return all;
    }
}
