package paloma.server.files;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.Limits;
import paloma.transfer.noise.X25519;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Ping;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.Wire;

/** Transfers of the server and their opener, without a socket and without a disk; tasks run when a test lets them. */
final class OpenedTransfer implements AutoCloseable {
    static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 40_000);
    static final long DISK_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final FilesMemory MEMORY = new FilesMemory(64, 4, 2, 1 << 19);

    /**
     * What a client was told.
     *
     * @param to where it was sent
     * @param frame null where it did not open
     */
    record Told(long connection, InetSocketAddress to, Frame frame) {}

    final EmbeddedChannel channel = new EmbeddedChannel();
    final FakeStore store = new FakeStore();
    final ServiceMeter meter = new ServiceMeter("files", "udp");
    final Queue<Runnable> diskTasks = new ArrayDeque<>();
    final Queue<Runnable> handshakes = new ArrayDeque<>();
    final List<String> ends = new ArrayList<>();
    final FilesService service = FilesService.open(
            TestServer.settings(Path.of("unused"), null, 4, 2, Limits.NONE, DISK_NANOS),
            X25519.KeyPair.random(),
            MEMORY,
            store,
            new DiskThreads(diskTasks::add, () -> {}, 0),
            new DiskThreads(diskTasks::add, () -> {}, 0),
            new Handshakes(handshakes::add, () -> {}));
    final ServerTransfers transfers = service.transfers();
    final FilesCounts counts = service.counts();
    final Wants wants = new Wants();
    final List<String> lines = new ArrayList<>();
    final AdmissionControl admission = service.admission();
    final ChunkPool pool = new ChunkPool(64, 4);
    final FileOpener opener = opener(diskTasks::add);
    final Map<Long, ClientConnection> clients = new HashMap<>();

    FileOpener opener(Executor disk) {
        TransferMemory memory = new TransferMemory(pool, 2, () -> transfers.makeRoom(any -> true, System.nanoTime()));
        Batches batches = new Batches(store, wants, counts, new TreeLog(lines::add));
        return new FileOpener(store, batches, service.writers(), memory, DISK_NANOS, disk, disk);
    }

    ServerTransfer transfer(long connection, Request request) {
        return transfer(connection, request, CLIENT);
    }

    /** Has a client make an Open, and lets that in. */
    ServerTransfer transfer(long connection, Request request, InetSocketAddress source) {
        ClientConnection client = new ClientConnection(connection);
        clients.put(connection, client);
        long now = System.nanoTime();
        Cookie cookie = admission.cookie(new Hello(Wire.VERSION, 42, Wire.SAFE_BYTES), source);
        return new ServerTransfer(
                new ValidatedPeer(channel, source, Door.SERVER, Wire.SAFE_BYTES),
                admission.handshake(client.open(cookie, request)),
                new EarlyDatagrams(),
                new TransferProgress(request.kind(), counts, now),
                service,
                meter,
                (transfer, how, summary) -> ends.add(how + summary));
    }

    /** Opens the file of a transfer: its client has the keys, and has not shown that yet. */
    List<Frame> open(ServerTransfer transfer) {
        opener.open(transfer);
        return work();
    }

    /** Has the client show that it has the keys. */
    List<Frame> confirm(ServerTransfer transfer) {
        take(transfer, Ping.PING);
        return work();
    }

    /** Sends a frame as the transfer's client. */
    void take(ServerTransfer transfer, Frame frame) {
        transfer.take(
                clients.get(transfer.connection()).sealed(frame),
                transfer.peer().address(),
                transfer.peer().asked(),
                System.nanoTime());
    }

    /** Lets disk and event loop do all that they have to do, and returns what clients were told. */
    List<Frame> work() {
        return workAndTell().stream().map(Told::frame).toList();
    }

    List<Told> workAndTell() {
        channel.runPendingTasks();
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
            channel.runPendingTasks();
        }
        channel.checkException();
        List<Told> all = new ArrayList<>();
        for (DatagramPacket packet = channel.readOutbound(); packet != null; packet = channel.readOutbound()) {
            all.add(told(packet));
            packet.release();
        }
        return all;
    }

    @Override
    public void close() {
        service.close();
        channel.finishAndReleaseAll();
    }

    private Runnable next() {
        Runnable handshake = handshakes.poll();
        return handshake == null ? diskTasks.poll() : handshake;
    }

    private Told told(DatagramPacket packet) {
        byte[] datagram = ByteBufUtil.getBytes(packet.content());
        long connection = packet.content().getLong(packet.content().readerIndex() + 1);
        ClientConnection client = clients.get(connection);
        Frame frame = Wire.decode(packet.content()) instanceof Accept accept
                ? client.accepted(accept)
                : client.opened(datagram);
        return new Told(connection, packet.recipient(), frame);
    }
}
