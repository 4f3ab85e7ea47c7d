package paloma.server.files;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Wire;

/** One transfer of the server and its opener, without a socket and without a disk; tasks run when a test lets them. */
final class OpenedTransfer {
    static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 40_000);

    final EmbeddedChannel channel = new EmbeddedChannel();
    final FakeStore store = new FakeStore();
    final Writers writers = new Writers();
    final ChunkPool pool = new ChunkPool(64, 4);
    final ServerTransfers transfers = new ServerTransfers();
    final ServiceMeter meter = new ServiceMeter("files", "udp");
    final FilesCounts counts = new FilesCounts();
    final AdmissionControl admission =
            new AdmissionControl(TestServer.settings(Path.of("unused")), new Slots(4, 2), transfers, counts);
    final Queue<Runnable> diskTasks = new ArrayDeque<>();
    final List<String> ends = new ArrayList<>();
    final FileOpener opener = opener(diskTasks::add);

    FileOpener opener(Executor disk) {
        TransferMemory memory = new TransferMemory(pool, 2, () -> transfers.makeRoom(any -> true, System.nanoTime()));
        return new FileOpener(store, writers, memory, 60_000_000_000L, disk, disk);
    }

    ServerTransfer transfer(Open open) {
        return transfer(open, CLIENT);
    }

    ServerTransfer transfer(Open open, InetSocketAddress client) {
        ValidatedPeer peer = new ValidatedPeer(channel, client, Door.SERVER, Wire.SAFE_BYTES);
        return new ServerTransfer(
                peer,
                open,
                new TransferProgress(open.kind(), counts, System.nanoTime()),
                admission,
                writers,
                meter,
                (transfer, how) -> ends.add(how));
    }

    /** Lets the disk and the event loop do all that they have to do, and returns what was sent. */
    List<Message> work() {
        channel.runPendingTasks();
        for (Runnable task = diskTasks.poll(); task != null; task = diskTasks.poll()) {
            task.run();
            channel.runPendingTasks();
        }
        channel.checkException();
        List<Message> sent = new ArrayList<>();
        for (DatagramPacket packet = channel.readOutbound(); packet != null; packet = channel.readOutbound()) {
            sent.add(Wire.decode(packet.content()));
            packet.release();
        }
        return sent;
    }
}
