package paloma.server.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import paloma.server.config.FilesSettings;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.noise.X25519;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.OpenProof;
import paloma.transfer.wire.Wire;

/** The service files without a socket: datagrams go in by hand and come out to be looked at; so do tasks of the disk. */
final class Door implements AutoCloseable {
    static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 7777);
    static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 40_000);

    /** A datagram that left. */
    record Sent(InetSocketAddress to, int bytes, Message message) {}

    final FilesService service;
    final ServiceMeter meter = new ServiceMeter("files", "udp");
    final Queue<Runnable> diskTasks = new ArrayDeque<>();
    private final EmbeddedChannel channel;

    Door(FilesSettings settings) throws IOException {
        this(settings, TestServer.FRIENDS);
    }

    Door(FilesSettings settings, UnvalidatedPeerPolicy policy) throws IOException {
        service = FilesService.open(settings, X25519.KeyPair.random(), TestServer.memory(settings), disk(), disk());
        channel = new EmbeddedChannel(service.handler(policy, meter));
    }

    private DiskThreads disk() {
        return new DiskThreads(diskTasks::add, () -> {}, 0);
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

    /** Lets the disk do what it has been asked, and gives what comes of it. */
    List<Sent> work() {
        for (Runnable task = diskTasks.poll(); task != null; task = diskTasks.poll()) {
            task.run();
            channel.runPendingTasks();
        }
        return sent();
    }

    /** Says Hello as {@code source}, and gives the cookie. */
    byte[] cookie(InetSocketAddress source) {
        return ((Cookie) say(source, new Hello(Wire.VERSION, 42, 64)).get(0).message()).cookie();
    }

    static Open put(long transfer, byte[] cookie, String name, long size) {
        return open(transfer, cookie, Kind.PUT, name, new FileFacts(size, FileFacts.NO_MODE, 0));
    }

    static Open get(long transfer, byte[] cookie, String name) {
        return open(transfer, cookie, Kind.GET, name, FileFacts.NONE);
    }

    private static Open open(long transfer, byte[] cookie, Kind kind, String name, FileFacts facts) {
        return new Open(
                transfer, cookie, kind, false, false, Wire.SAFE_BYTES, facts, 4, 0, name, List.of(), OpenProof.NONE);
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
            all.add(new Sent(packet.recipient(), packet.content().readableBytes(), Wire.decode(packet.content())));
            packet.release();
        }
        return all;
    }
}
