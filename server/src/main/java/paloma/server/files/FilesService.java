package paloma.server.files;

import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
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
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Open;

/** The files of one folder, for the sockets of all endpoints that serve them. */
public final class FilesService implements Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(FilesService.class);
    private static final String NAME = WellKnown.FILES.serviceName();
    private static final int LINES_AT_ONCE = 1_000;
    private static final int LINES_A_SECOND = 50;

    private final FilesCounts counts = new FilesCounts();
    private final ServerTransfers transfers = new ServerTransfers();
    private final RecentTransfers recent = new RecentTransfers();
    private final Writers writers = new Writers();
    private final PacedLog log = new PacedLog(NAME, LINES_AT_ONCE, LINES_A_SECOND, LOG::info, LOG::warn);
    private final TreeLog trees = new TreeLog(line -> log.info(System.nanoTime(), NAME + ": " + line));
    private final X25519.KeyPair key;
    private final String shortfall;
    private final DiskThreads disk;
    private final DiskThreads lists;
    private final Handshakes handshakes;
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
            DiskThreads lists,
            Handshakes handshakes) {
        this.key = key;
        TransferMemory shares = new TransferMemory(
                memory.pool(), memory.listTables(), () -> transfers.makeRoom(any -> true, System.nanoTime()));
        shortfall = memory.shortfall(settings);
        this.disk = disk;
        this.lists = lists;
        this.handshakes = handshakes;
        admission = new AdmissionControl(
                settings, key, new Cookies(key), memory.slots(), transfers, counts, InstantSource.system());
        openingNanos = settings.idleNanos();
        opener = new FileOpener(
                store,
                new Batches(store, new Wants(), counts, trees),
                writers,
                shares,
                settings.idleNanos(),
                disk,
                lists);
        store.listen(new OtherServers(writers));
        sweeper = new Sweeper(store, Duration.ofNanos(settings.keepNanos()));
    }

    /**
     * @throws IOException when the folder cannot be used
     * @throws SecretFileException when the key cannot be used or made
     */
    public static FilesService open(FilesSettings settings) throws IOException, SecretFileException {
        return open(settings, null);
    }

    /**
     * As above.
     *
     * @param replica how this server is called among those of the folder, or null
     */
    public static FilesService open(FilesSettings settings, String replica) throws IOException, SecretFileException {
        Files.createDirectories(settings.folder()); // and so the folder that the key is in, where nothing else is said
        X25519.KeyPair key = new KeyFile(settings.keyFile()).readOrMake();
        FilesMemory memory = FilesMemory.of(settings, Runtime.getRuntime().maxMemory());
        Root root = Root.open(settings.folder(), settings.limits(), replica == null ? "" : replica);
        FileStore store = FileStore.of(root, memory.listBytes());
        return open(settings, key, memory, store, DiskThreads.start(), DiskThreads.startForLists(), Handshakes.start());
    }

    static FilesService open(
            FilesSettings settings,
            X25519.KeyPair key,
            FilesMemory memory,
            DiskThreads disk,
            DiskThreads lists,
            Handshakes handshakes)
            throws IOException {
        Files.createDirectories(settings.folder());
        Root root = Root.open(settings.folder(), settings.limits());
        return open(settings, key, memory, FileStore.of(root, memory.listBytes()), disk, lists, handshakes);
    }

    static FilesService open(
            FilesSettings settings,
            X25519.KeyPair key,
            FilesMemory memory,
            FileStore store,
            DiskThreads disk,
            DiskThreads lists,
            Handshakes handshakes) {
        FilesService service = new FilesService(settings, key, memory, store, disk, lists, handshakes);
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
        return new FilesHandler(this, policy, meter, System::nanoTime);
    }

    @Override
    public List<Reading> readings() {
        List<Reading> all = new ArrayList<>(counts.readings());
        all.add(Reading.gauge("paloma_running_transfers", "Transfers that are going on.", admission::running));
        return all;
    }

    /** Returns the transfers that run, as of a second ago. Any thread. */
    public List<TransferView> running() {
        return transfers.views();
    }

    /** Returns the last {@value RecentTransfers#MAX} transfers that ended, the newest first. Any thread. */
    public List<TransferView> ended() {
        return recent.all();
    }

    /** Logs where there is less than was asked for. */
    @Override
    public void opened() {
        WarmUp.begin(() -> admission.running() == 0);
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
        handshakes.close();
        lists.close();
        disk.close();
        trees.close();
        log.tick(System.nanoTime());
    }

    AdmissionControl admission() {
        return admission;
    }

    ServerTransfers transfers() {
        return transfers;
    }

    FileOpener opener() {
        return opener;
    }

    Writers writers() {
        return writers;
    }

    /** Returns how long the disk may take to open a file. */
    long openingNanos() {
        return openingNanos;
    }

    /** Runs what may wait for the disk; here where its threads have ended with the server. */
    void onDisk(Runnable work) {
        try {
            disk.execute(work);
        } catch (RejectedExecutionException e) {
            work.run();
        }
    }

    /** Logs that somebody does not know the token: paced, and only of guesses that were looked at. */
    void wrongToken(InetSocketAddress source) {
        log.warn(System.nanoTime(), NAME + ": " + SourceText.of(source) + " has no token, or a wrong one");
    }

    FilesCounts counts() {
        return counts;
    }

    /**
     * Reads an Open that is worth a key agreement, beside the event loops.
     *
     * @param early what comes behind it
     * @return whether there is room for it
     */
    boolean open(Open open, EarlyDatagrams early, ValidatedPeer peer, ServiceMeter meter) {
        return handshakes.offer(() -> {
            boolean passed = false;
            try {
                passed = read(open, early, peer, meter);
            } catch (Throwable e) {
                meter.failed(e);
            } finally {
                if (!passed) {
                    transfers.openingEnded(open.connection());
                }
            }
        });
    }

    private boolean read(Open open, EarlyDatagrams early, ValidatedPeer peer, ServiceMeter meter) {
        ServerHandshake handshake = admission.handshake(open);
        if (handshake == null) {
            return false;
        }
        long now = System.nanoTime();
        Fail refusal = admission.refusal(handshake.request(), peer.address(), now);
        if (refusal != null) {
            refuse(handshake, refusal, peer);
            return false;
        }
        boolean passed = false;
        try {
            peer.loop().execute(() -> start(handshake, early, peer, meter, now));
            passed = true;
        } finally {
            if (!passed) {
                admission.leave(peer.address());
            }
        }
        return true;
    }

    /** Answers an Open by a refusal; the key agreement that seals it is beside the event loops. */
    void refuse(ServerHandshake handshake, Fail refusal, ValidatedPeer peer) {
        handshakes.offer(() -> {
            ServerHandshake.Answer answer = handshake.answer(refusal);
            if (answer != null) {
                admission.remember(handshake.connection(), peer.address(), answer.datagram(), System.nanoTime());
                peer.loop().execute(() -> peer.say(answer.datagram()));
            }
        });
    }

    /** Begins a transfer that has a slot, which is free again when it ends; on the peer's event loop. */
    private void start(
            ServerHandshake handshake, EarlyDatagrams early, ValidatedPeer peer, ServiceMeter meter, long nowNanos) {
        ServerTransfer transfer = null;
        try {
            TransferProgress progress = new TransferProgress(handshake.request().kind(), counts, nowNanos);
            transfer = new ServerTransfer(peer, handshake, early, progress, this, meter, this::ended);
            transfers.add(transfer);
            transfer.limitOpening();
            opener.open(transfer);
        } catch (Throwable e) {
            if (transfer == null) {
                transfers.openingEnded(handshake.connection());
                admission.leave(peer.address());
                throw e;
            }
            transfer.breakOff(e);
        }
    }

    /** Forgets a transfer, once, and says how it went; whatever fails in that, its slot is free again. */
    private void ended(ServerTransfer transfer, String how, String summary) {
        try {
            transfers.remove(transfer);
            writers.remove(transfer);
        } finally {
            admission.leave(transfer.origin());
        }
        recent.add(transfer.view().ended(how, System.currentTimeMillis()));
        if (transfer.isDone() && transfer.request().kind().isBatch()) {
            return; // one line says it of many
        }
        String name = Printable.quote(transfer.request().name());
        String source = SourceText.of(transfer.peer().address());
        log.info(
                System.nanoTime(),
                NAME + ": " + FilesCounts.label(transfer.request().kind()) + " " + name + ", " + source + ": " + how
                        + summary);
    }
}
