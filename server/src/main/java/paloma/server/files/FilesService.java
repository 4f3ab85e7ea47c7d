package paloma.server.files;

import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.net.Printable;
import paloma.server.config.FilesSettings;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.lifecycle.Lifecycle;
import paloma.server.logging.PacedLog;
import paloma.server.metrics.Reading;
import paloma.server.metrics.ServiceMeter;
import paloma.service.WellKnown;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.Root;
import paloma.transfer.wire.Open;

/** The files of one folder, for the sockets of all endpoints that serve them. */
public final class FilesService implements Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(FilesService.class);
    private static final String NAME = WellKnown.FILES.serviceName();
    private static final int LINES_AT_ONCE = 1_000;
    private static final int LINES_A_SECOND = 50;

    private final FilesCounts counts = new FilesCounts();
    private final ServerTransfers sessions = new ServerTransfers();
    private final Writers writers = new Writers();
    private final PacedLog log = new PacedLog(NAME, LINES_AT_ONCE, LINES_A_SECOND, LOG::info, LOG::warn);
    private final ExecutorService lists = Executors.newSingleThreadExecutor(new DefaultThreadFactory("list", true));
    private final FilesMemory memory;
    private final int transfersWanted;
    private final DiskThreads disk;
    private final AdmissionControl door;
    private final FileOpener opener;
    private final Sweeper sweeper;

    private FilesService(FilesSettings settings, FilesMemory memory, Root root, DiskThreads disk) {
        ChunkPool pool = memory.pool();
        this.memory = memory;
        this.transfersWanted = settings.transfers();
        this.disk = disk;
        door = new AdmissionControl(settings, memory.transfers(), counts);
        opener = new FileOpener(root, pool, memory.listBytes(), settings.idleNanos(), disk, lists);
        sweeper = new Sweeper(root, Duration.ofNanos(settings.keepNanos()));
    }

    /** @throws IOException when the folder cannot be had */
    public static FilesService open(FilesSettings settings) throws IOException {
        return open(settings, FilesMemory.of(settings, Runtime.getRuntime().maxMemory()), DiskThreads.start());
    }

    static FilesService open(FilesSettings settings, FilesMemory memory, DiskThreads disk) throws IOException {
        Files.createDirectories(settings.folder());
        FilesService service =
                new FilesService(settings, memory, Root.open(settings.folder(), settings.limits()), disk);
        service.sweeper.start();
        return service;
    }

    /** Returns the last handler of a channel. */
    public ChannelHandler handler(UnvalidatedPeerPolicy strangers, ServiceMeter meter) {
        return new FilesHandler(this, strangers, meter);
    }

    @Override
    public List<Reading> readings() {
        List<Reading> all = new ArrayList<>(counts.readings());
        all.add(Reading.gauge("paloma_running_transfers", "Transfers that are going on.", door.slots()::running));
        return all;
    }

    /** Logs where there is less than was asked for. */
    @Override
    public void opened() {
        if (memory.transfers() < transfersWanted) {
            LOG.info(
                    "{}: {} transfers at once, not {}: they share {} MiB, a quarter of Java's memory at most;"
                            + " let it grow with -Xmx, or files-memory",
                    NAME,
                    memory.transfers(),
                    transfersWanted,
                    memory.chunks());
        }
    }

    /** Lets nobody in any more; what runs goes on. */
    @Override
    public void refuseNew() {
        door.stop();
    }

    /** Tells all clients that their transfers end here; parts stay. */
    @Override
    public void takeLeave() {
        refuseNew();
        sessions.stop("the server is being stopped; what it has is kept, so go on with it later");
    }

    /** Waits some seconds for the disk. */
    @Override
    public void close() {
        sweeper.close();
        lists.shutdown();
        disk.close();
        log.tick(System.nanoTime());
    }

    AdmissionControl door() {
        return door;
    }

    ServerTransfers sessions() {
        return sessions;
    }

    Writers writers() {
        return writers;
    }

    FilesCounts counts() {
        return counts;
    }

    /** Begins a transfer for which there is a slot; on the peer's event loop. */
    void start(Open open, ValidatedPeer peer, ServiceMeter meter, long nowNanos) {
        ServerTransfer session = new ServerTransfer(this, peer, open, meter, nowNanos);
        sessions.add(session);
        opener.open(session);
    }

    /** Forgets a transfer, once, and says how it went. */
    void ended(ServerTransfer session, String how) {
        sessions.remove(session);
        writers.remove(session);
        door.slots().free(session.peer().address().getAddress());
        String name = Printable.escape(session.open().name());
        String source = session.peer().address().getAddress().getHostAddress() + ":"
                + session.peer().address().getPort();
        log.info(
                System.nanoTime(),
                FilesCounts.label(session.open().kind()) + " " + name + " with " + source + ": " + how);
    }
}
