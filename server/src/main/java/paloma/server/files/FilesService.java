package paloma.server.files;

import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.net.Printable;
import paloma.server.config.FilesSettings;
import paloma.server.console.SourceText;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.lifecycle.Lifecycle;
import paloma.server.logging.PacedLog;
import paloma.server.metrics.Reading;
import paloma.server.metrics.ServiceMeter;
import paloma.service.WellKnown;
import paloma.transfer.disk.Root;
import paloma.transfer.keys.Fingerprint;
import paloma.transfer.keys.KeyFile;
import paloma.transfer.keys.SecretFileException;
import paloma.transfer.noise.X25519;
import paloma.transfer.wire.Open;

/** The files of one folder, for the sockets of all endpoints that serve them. */
public final class FilesService implements Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(FilesService.class);
    private static final String NAME = WellKnown.FILES.serviceName();
    private static final int LINES_AT_ONCE = 1_000;
    private static final int LINES_A_SECOND = 50;

    private final FilesCounts counts = new FilesCounts();
    private final ServerTransfers transfers = new ServerTransfers();
    private final Writers writers = new Writers();
    private final PacedLog log = new PacedLog(NAME, LINES_AT_ONCE, LINES_A_SECOND, LOG::info, LOG::warn);
    private final X25519.KeyPair key;
    private final String shortfall;
    private final DiskThreads disk;
    private final DiskThreads lists;
    private final AdmissionControl admission;
    private final long openingNanos;
    private final FileOpener opener;
    private final Sweeper sweeper;

    private FilesService(
            FilesSettings settings,
            X25519.KeyPair key,
            FilesMemory memory,
            FileStore store,
            DiskThreads disk,
            DiskThreads lists) {
        this.key = key;
        TransferMemory shares = new TransferMemory(
                memory.pool(), memory.listTables(), () -> transfers.makeRoom(any -> true, System.nanoTime()));
        shortfall = memory.shortfall(settings);
        this.disk = disk;
        this.lists = lists;
        admission = new AdmissionControl(settings, memory.slots(), transfers, counts);
        openingNanos = settings.idleNanos();
        opener = new FileOpener(store, writers, shares, settings.idleNanos(), disk, lists);
        sweeper = new Sweeper(store, Duration.ofNanos(settings.keepNanos()));
    }

    /**
     * @throws IOException when the folder cannot be used
     * @throws SecretFileException when the key cannot be used or made
     */
    public static FilesService open(FilesSettings settings) throws IOException, SecretFileException {
        Files.createDirectories(settings.folder()); // and so the folder that the key is in, where nothing else is said
        X25519.KeyPair key = new KeyFile(settings.keyFile()).readOrMake();
        FilesMemory memory = FilesMemory.of(settings, Runtime.getRuntime().maxMemory());
        return open(settings, key, memory, DiskThreads.start(), DiskThreads.startForLists());
    }

    static FilesService open(
            FilesSettings settings, X25519.KeyPair key, FilesMemory memory, DiskThreads disk, DiskThreads lists)
            throws IOException {
        Files.createDirectories(settings.folder());
        Root root = Root.open(settings.folder(), settings.limits());
        return open(settings, key, memory, FileStore.of(root, memory.listBytes()), disk, lists);
    }

    static FilesService open(
            FilesSettings settings,
            X25519.KeyPair key,
            FilesMemory memory,
            FileStore store,
            DiskThreads disk,
            DiskThreads lists) {
        FilesService service = new FilesService(settings, key, memory, store, disk, lists);
        service.sweeper.start();
        return service;
    }

    /** Takes other tokens; whoever has been let in stays. */
    public void reload(FilesSettings wanted) {
        admission.know(wanted.tokens());
    }

    /** Returns what a client shows its user of this server's key. */
    public Fingerprint fingerprint() {
        return Fingerprint.of(key.publicKey());
    }

    /** Returns the last handler of a channel. */
    public ChannelHandler handler(UnvalidatedPeerPolicy policy, ServiceMeter meter) {
        return new FilesHandler(this, policy, meter);
    }

    @Override
    public List<Reading> readings() {
        List<Reading> all = new ArrayList<>(counts.readings());
        all.add(Reading.gauge("paloma_running_transfers", "Transfers that are going on.", admission::running));
        return all;
    }

    /** Logs where there is less than was asked for. */
    @Override
    public void opened() {
        if (!shortfall.isEmpty()) {
            LOG.info("{}: {}", NAME, shortfall);
        }
    }

    /** Admits no more transfers; what runs goes on. */
    @Override
    public void refuseNew() {
        admission.stop();
    }

    /** Tells all clients that their transfers end; parts are kept. */
    @Override
    public void takeLeave() {
        refuseNew();
        transfers.stop("the server is stopping; what it has is kept: resume it later");
    }

    /** Waits some seconds for the disk. */
    @Override
    public void close() {
        sweeper.close();
        lists.close();
        disk.close();
        log.tick(System.nanoTime());
    }

    AdmissionControl admission() {
        return admission;
    }

    ServerTransfers transfers() {
        return transfers;
    }

    FilesCounts counts() {
        return counts;
    }

    /** Begins a transfer that has a slot, which is free again when it ends; on the peer's event loop. */
    void start(Open open, ValidatedPeer peer, ServiceMeter meter, long nowNanos) {
        ServerTransfer transfer = null;
        try {
            TransferProgress progress = new TransferProgress(open.kind(), counts, nowNanos);
            transfer = new ServerTransfer(peer, open, progress, admission, writers, meter, this::ended);
            transfers.add(transfer);
            transfer.limitOpening(openingNanos);
            opener.open(transfer);
        } catch (Throwable e) {
            if (transfer == null) {
                admission.leave(peer.address());
                throw e;
            }
            transfer.breakOff(e);
        }
    }

    /** Forgets a transfer, once, and says how it went; whatever fails in that, its slot is free again. */
    private void ended(ServerTransfer transfer, String how) {
        try {
            transfers.remove(transfer);
            writers.remove(transfer);
        } finally {
            admission.leave(transfer.peer().address());
        }
        String name = Printable.quote(transfer.open().name());
        String source = SourceText.of(transfer.peer().address());
        log.info(
                System.nanoTime(),
                NAME + ": " + FilesCounts.label(transfer.open().kind()) + " " + name + ", " + source + ": " + how);
    }
}
