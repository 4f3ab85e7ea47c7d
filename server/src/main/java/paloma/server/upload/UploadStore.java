package paloma.server.upload;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.net.Count;
import paloma.server.config.UploadSettings;
import paloma.server.lifecycle.Lifecycle;
import paloma.server.logging.PacedLog;
import paloma.server.metrics.ServiceMeter;
import paloma.service.WellKnown;

/** The folder of uploads and the thread that fills it, behind one {@link UploadService} or one kind of handlers for each endpoint. */
public final class UploadStore implements Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(UploadStore.class);

    /** How long a sender of whom something is missing is remembered, in idle times. */
    private static final int DOUBT_IDLES = 4;

    /** A full queue needs this on a disk that writes 4 MB/s; service managers wait 10 s or more. */
    private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final DiskQueue queue;
    private final DiskThread thread;
    private final Doubts doubts;
    private final UploadCounts counts;
    private final List<Gateway> gateways = new CopyOnWriteArrayList<>();
    private final long idleNanos;
    private final String leftovers;
    private boolean left;
    private boolean diskAnswered;

    private UploadStore(UploadSettings settings, UploadCounts counts, DiskQueue queue, PacedLog log, Disk disk)
            throws IOException {
        this.counts = counts;
        this.queue = queue;
        this.idleNanos = settings.idleNanos();
        doubts = new Doubts(DOUBT_IDLES * settings.idleNanos());
        UploadFolder folder = new UploadFolder(settings.folder(), settings.fixedName(), disk);
        UploadQuota room = new UploadQuota(settings, disk, System.nanoTime());
        leftovers = settings.shared() && room.parts() > 0 ? Count.of(room.parts(), "part") : null;
        Uploads uploads = new Uploads(settings, folder, room, doubts, Clock.systemUTC(), log, counts);
        thread = new DiskThread(queue, uploads, gateways, CLOSING_NANOS);
    }

    /**
     * Makes the folder if need be, counts what is in it and starts the thread.
     *
     * @throws IOException with a sentence for people, when the folder cannot be used
     */
    public static UploadStore open(UploadSettings settings, UploadCounts counts) throws IOException {
        DiskQueue queue = new DiskQueue(DiskQueue.MAX_PIECES, DiskQueue.MAX_BYTES, ByteBufAllocator.DEFAULT);
        return open(settings, counts, queue, log(LOG::info, LOG::warn), new Disk() {});
    }

    /** At most 50 lines at once, and five a second. */
    static PacedLog log(Consumer<String> info, Consumer<String> warn) {
        return new PacedLog(WellKnown.UPLOAD.serviceName(), 50, 5, info, warn);
    }

    static UploadStore open(UploadSettings settings, UploadCounts counts, DiskQueue queue, PacedLog log, Disk disk)
            throws IOException {
        makeFolder(settings);
        UploadStore store = new UploadStore(settings, counts, queue, log, disk);
        store.thread.start();
        return store;
    }

    /**
     * Accepts uploads in datagrams, each ended by one that is exactly {@code bye}.
     *
     * @param kernelDrops counts what the kernel dropped on the sockets of this endpoint since they were opened; may
     *     read files; called by the disk thread, also before the endpoint is open
     */
    public UploadService overDatagrams(ServiceMeter meter, LongSupplier kernelDrops) {
        return new UploadService(gateway(meter, kernelDrops), queue, doubts);
    }

    /** Accepts uploads by streams, each of which is a file: returns what makes the handler of one connection. */
    public Supplier<ChannelHandler> overStreams(ServiceMeter meter) {
        Gateway gateway = gateway(meter, () -> 0);
        return () -> new UploadStreamHandler(gateway, queue, idleNanos);
    }

    /** Logs what a server of this folder may have left that was killed: nobody goes on with that, or removes it. */
    @Override
    public void opened() {
        if (leftovers != null) {
            LOG.info(
                    "upload: there were {} of uploads here at the start: left unfinished, or being received by other servers",
                    leftovers);
        }
    }

    /** Finishes what is queued, within some seconds, and keeps what is open as parts, of which their streams are told. */
    @Override
    public void takeLeave() {
        diskAnswered = thread.close();
        left = true;
    }

    /** Logs a summary. */
    @Override
    public void close() {
        if (!left) {
            takeLeave();
        }
        if (!diskAnswered) {
            LOG.warn("upload: the disk does not answer; {} kept as they are", Count.of(counts.open, "open part"));
        } else if (counts.files.sum() + counts.parked.sum() + counts.dropped.sum() > 0) {
            LOG.info("upload: {}", counts);
        }
    }

    private Gateway gateway(ServiceMeter meter, LongSupplier kernelDrops) {
        Gateway gateway = new Gateway(meter, new DropWatch(kernelDrops));
        gateways.add(gateway);
        return gateway;
    }

    private static void makeFolder(UploadSettings settings) throws IOException {
        Path folder = settings.folder();
        requireName(folder, settings.fixedName());
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("upload: \"" + folder + "\" is not a folder; name another with --data", e);
        } catch (IOException e) {
            throw new IOException(
                    "upload: the folder \"" + folder + "\" cannot be created; name another with --data", e);
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("upload: the folder \"" + folder
                    + "\" is not writable; change its owner or name another with --data");
        }
    }

    private static void requireName(Path folder, String name) throws IOException {
        try {
            if (name != null && !folder.resolve(name).normalize().startsWith(folder.normalize())) {
                throw new IOException("upload-name: give a plain file name");
            }
        } catch (InvalidPathException e) {
            throw new IOException("upload-name: this system cannot write such a name; give one in plain ASCII", e);
        }
    }
}
