package paloma.server.upload;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import paloma.net.Count;
import paloma.net.KernelDrops;
import paloma.server.config.UploadSettings;
import paloma.server.logging.DescriptorLog;
import paloma.server.logging.PacedLog;
import paloma.server.metrics.Refusal;

/**
 * All uploads that are open: appends what comes to the file of its sender, shows files that are whole and keeps the
 * others as parts. Used by one thread, which may write to the disk; told the time.
 */
final class Uploads {
    /** What may wait in memory until it is written, of all senders together. */
    private static final int GATHERED_BYTES = 2 << 20;

    static final String OUR_MISTAKE = "the server made a mistake; its log has the details";

    private final UploadSettings settings;
    private final UploadFolder folder;
    private final UploadQuota room;
    private final Doubts doubts;
    private final InstantSource clock;
    private final PacedLog log;
    private final UploadCounts counts;
    private final Map<UploadSender, Upload> open = new HashMap<>();
    private final List<Upload> gathering = new ArrayList<>();
    private long gatheredBytes;

    /** @param clock gives the time in names */
    Uploads(
            UploadSettings settings,
            UploadFolder folder,
            UploadQuota room,
            Doubts doubts,
            InstantSource clock,
            PacedLog log,
            UploadCounts counts) {
        this.settings = settings;
        this.folder = folder;
        this.room = room;
        this.doubts = doubts;
        this.clock = clock;
        this.log = log;
        this.counts = counts;
    }

    int open() {
        return open.size();
    }

    /** Takes a piece, and owns it. A mistake of ours is logged, and keeps the upload that it met a part. */
    void take(UploadPiece piece) {
        try {
            if (piece.isEnd()) {
                bye(piece, open.get(piece.sender()));
            } else {
                data(piece);
            }
        } catch (Throwable e) {
            broke(piece, e);
        }
    }

    private void data(UploadPiece piece) {
        Upload upload = open.get(piece.sender());
        if (upload == null) {
            upload = begin(piece);
        }
        if (upload == null) {
            piece.done();
            return;
        }
        upload.came(piece.bytes(), piece.arrivalNanos());
        append(upload, piece);
    }

    /** Writes what is gathered. */
    void flush(long nowNanos) {
        for (Upload upload : gathering) {
            if (upload.refusal() == null) {
                write(upload, nowNanos);
            }
        }
        gathering.clear();
        gatheredBytes = 0;
    }

    /** Ends the uploads that are idle. */
    void tick(long nowNanos) {
        flush(nowNanos);
        List<Upload> idle = open.values().stream()
                .filter(upload -> upload.isIdle(nowNanos, settings.idleNanos()))
                .toList();
        for (Upload upload : idle) {
            close(upload);
            park(upload, nowNanos, whyIdle(upload));
            doubts.lostBeforeBegin(
                    upload.sender(), nowNanos, "the same sender left an upload without its bye shortly before");
        }
        doubts.expire(nowNanos);
        log.tick(nowNanos);
    }

    /** Keeps all as parts: the server ends. */
    void close(long nowNanos) {
        flush(nowNanos);
        for (Upload upload : List.copyOf(open.values())) {
            close(upload);
            park(upload, nowNanos, upload.fault() == null ? "the server stopped before its bye" : upload.fault());
        }
    }

    private void broke(UploadPiece piece, Throwable mistake) {
        try {
            doubts.lost(piece.sender(), piece.arrivalNanos(), OUR_MISTAKE);
            Upload upload = open.get(piece.sender());
            if (upload == null) {
                piece.sender().gateway().meter().failed(mistake);
            } else {
                broke(upload, mistake, piece.arrivalNanos());
            }
        } finally {
            piece.done();
        }
    }

    private void broke(Upload upload, Throwable mistake, long now) {
        upload.sender().gateway().meter().failed(mistake);
        stop(upload, Refusal.FAILED, OUR_MISTAKE, now);
    }

    private Upload begin(UploadPiece piece) {
        UploadSender sender = piece.sender();
        long now = piece.arrivalNanos();
        if (open.size() >= settings.senders()) {
            refuse(
                    sender,
                    now,
                    Refusal.LIMIT,
                    Count.of(settings.senders(), "other") + (settings.senders() == 1 ? " is" : " are")
                            + " uploading (upload-senders)");
            return null;
        }
        long droppedBefore = sender.gateway().drops().before(now);
        try {
            UploadPart part = folder.create(clock.instant(), sender);
            Upload upload = new Upload(sender, part, now, droppedBefore);
            open.put(sender, upload);
            counts.open = open.size();
            return upload;
        } catch (IOException e) {
            DescriptorLog.PROCESS.tell(e);
            refuse(sender, now, Refusal.FAILED, "no file can be created: " + UploadFault.inWords(e));
            return null;
        }
    }

    private void refuse(UploadSender sender, long now, Refusal reason, String why) {
        if (doubts.about(sender, now) == null) {
            log.warn(now, "upload from " + sender + " is dropped: " + why);
        }
        sender.gateway().meter().refused(reason);
        doubts.lostBeforeBegin(sender, now, "its first datagrams were dropped: " + why);
    }

    private void append(Upload upload, UploadPiece piece) {
        long now = piece.arrivalNanos();
        if (upload.refusal() == null) {
            try {
                checkLimits(upload, piece.length(), now);
            } catch (IOException e) {
                stop(upload, Refusal.FAILED, UploadFault.inWords(e), now);
            }
        }
        if (upload.refusal() != null) {
            upload.sender().gateway().meter().refused(upload.refusal());
            piece.done();
            return;
        }
        gather(upload, piece);
    }

    private void checkLimits(Upload upload, int bytes, long now) throws IOException {
        if (upload.part().bytes() + bytes > settings.fileLimitBytes()) {
            String why = "a file may have at most " + Count.of(settings.fileLimitBytes(), "byte") + " (upload-limit)";
            stop(upload, Refusal.LIMIT, why, now);
            return;
        }
        String full = room.take(bytes, now);
        if (full != null) {
            stop(upload, Refusal.LIMIT, full, now);
        }
    }

    private void gather(Upload upload, UploadPiece piece) {
        UploadPart part = upload.part();
        if (part.gatheredBytes() == 0) {
            gathering.add(upload);
        }
        gatheredBytes += piece.length();
        try {
            part.append(piece);
        } catch (IOException e) {
            stop(upload, Refusal.FAILED, UploadFault.inWords(e), piece.arrivalNanos());
        }
        if (gatheredBytes >= GATHERED_BYTES) {
            flush(piece.arrivalNanos());
        }
    }

    private void write(Upload upload, long now) {
        try {
            upload.part().write();
        } catch (IOException e) {
            stop(upload, Refusal.FAILED, UploadFault.inWords(e), now);
        } catch (Throwable e) {
            broke(upload, e, now);
        }
    }

    /** Keeps what is there and drops what comes, until a bye or silence ends it. */
    private void stop(Upload upload, Refusal reason, String why, long now) {
        if (reason == Refusal.LIMIT) {
            write(upload, now);
        }
        upload.stop(reason, why);
        close(upload);
        log.warn(
                now,
                "upload from " + upload.sender() + " is dropped after "
                        + Count.of(upload.part().bytes(), "byte") + ": " + why);
    }

    private void bye(UploadPiece piece, Upload upload) {
        long now = piece.arrivalNanos();
        piece.done();
        if (upload != null) {
            finish(upload, now);
        }
        doubts.ended(piece.sender(), now);
    }

    private void finish(Upload upload, long now) {
        if (upload.refusal() == null) {
            force(upload, now);
        }
        close(upload);
        String doubt = doubtAbout(upload);
        if (doubt != null) {
            park(upload, now, doubt);
            return;
        }
        try {
            String name = folder.publish(upload.part());
            counts.files.increment();
            counts.bytes.add(upload.part().bytes());
            remove(upload);
            log.info(
                    now,
                    "upload " + name + " complete: " + Count.of(upload.part().bytes(), "byte") + " from "
                            + upload.sender());
        } catch (IOException e) {
            park(upload, now, "it could not be given its name: " + UploadFault.inWords(e));
        }
    }

    private void force(Upload upload, long now) {
        try {
            upload.part().force();
        } catch (IOException e) {
            stop(upload, Refusal.FAILED, UploadFault.inWords(e), now);
        }
    }

    private String doubtAbout(Upload upload) {
        if (upload.fault() != null) {
            return upload.fault();
        }
        long droppedNow = upload.sender().gateway().drops().now();
        if (droppedNow == KernelDrops.UNKNOWN) {
            return "whether the kernel dropped datagrams at this port could not be read";
        }
        long dropped = droppedNow - upload.droppedBefore();
        if (dropped > 0) {
            return "the kernel dropped " + Count.of(dropped, "datagram")
                    + " at this port since just before it began: the receive buffer was full";
        }
        return doubts.about(upload.sender(), upload.beganNanos());
    }

    private void park(Upload upload, long now, String why) {
        counts.parked.increment();
        remove(upload);
        UploadPart part = upload.part();
        String kept = part.bytes() == 0
                ? "nothing kept"
                : Count.of(part.bytes(), "byte") + " kept as " + part.name() + FileNames.PART;
        log.warn(now, "upload from " + upload.sender() + " is incomplete: " + kept + ": " + why);
        try {
            part.deleteIfEmpty();
        } catch (IOException e) {
            log.warn(now, "upload: an empty part stays: " + UploadFault.inWords(e));
        }
    }

    private String whyIdle(Upload upload) {
        if (upload.fault() != null) {
            return upload.fault();
        }
        String why = "no datagram came for " + TimeUnit.NANOSECONDS.toSeconds(settings.idleNanos()) + " s";
        return upload.lastIsByeLine()
                ? why + " after bye with a line end, and only exactly bye ends a file (in a terminal: bye, then Ctrl-D)"
                : why;
    }

    private void close(Upload upload) {
        try {
            upload.part().close();
        } catch (IOException e) {
            upload.stop(Refusal.FAILED, UploadFault.inWords(e));
        }
    }

    private void remove(Upload upload) {
        open.remove(upload.sender());
        counts.open = open.size();
    }
}
