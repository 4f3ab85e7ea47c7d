package paloma.server.upload;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import paloma.net.Count;
import paloma.net.KernelDrops;
import paloma.server.config.UploadSettings;
import paloma.server.logging.DescriptorLog;
import paloma.server.logging.PacedLog;
import paloma.server.metrics.Refusal;
import paloma.server.upload.UploadView.Outcome;

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

    /** Streams of which no more is taken, until their last piece: as many as connections at most. */
    private final Set<UploadSender> over = new HashSet<>();

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
                end(piece, open.get(piece.sender()));
            } else if (piece.isBreak()) {
                brokenOff(piece, open.get(piece.sender()));
            } else {
                data(piece);
            }
        } catch (Throwable e) {
            broke(piece, e);
        }
        if (piece.isEnd() || piece.isBreak()) {
            over.remove(piece.sender());
        }
    }

    private void data(UploadPiece piece) {
        if (over.contains(piece.sender())) {
            piece.done();
            return;
        }
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

    /** Ends the uploads in datagrams that are idle: a stream's connection knows best whether it is. */
    void tick(long nowNanos) {
        flush(nowNanos);
        List<Upload> idle = open.values().stream()
                .filter(upload -> !upload.sender().isStream() && upload.isIdle(nowNanos, settings.idleNanos()))
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
            park(upload, nowNanos, upload.fault() == null ? whyStopped(upload) : upload.fault());
        }
    }

    private void broke(UploadPiece piece, Throwable mistake) {
        try {
            UploadSender sender = piece.sender();
            doubts.lost(sender, piece.arrivalNanos(), OUR_MISTAKE);
            Upload upload = open.get(sender);
            if (upload != null) {
                broke(upload, mistake, piece.arrivalNanos());
                return;
            }
            sender.gateway().meter().failed(mistake);
            if (sender.isStream()) {
                turnAway(sender, OUR_MISTAKE);
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
            counts.recent.began(upload, clock.millis());
            return upload;
        } catch (IOException e) {
            DescriptorLog.PROCESS.tell(e);
            refuse(sender, now, Refusal.FAILED, "no file can be created: " + UploadFault.inWords(e));
            return null;
        }
    }

    private void refuse(UploadSender sender, long now, Refusal reason, String why) {
        if (sender.isStream()) {
            log.warn(now, "upload from " + sender + " is refused: " + why);
            sender.gateway().meter().refused(reason);
            turnAway(sender, why);
            return;
        }
        if (doubts.about(sender, now) == null) {
            log.warn(now, "upload from " + sender + " is dropped: " + why);
        }
        sender.gateway().meter().refused(reason);
        doubts.lostBeforeBegin(sender, now, "its first datagrams were dropped: " + why);
    }

    private void turnAway(UploadSender stream, String why) {
        over.add(stream);
        stream.listener().incomplete("nothing kept: " + why);
    }

    private void append(Upload upload, UploadPiece piece) {
        long now = piece.arrivalNanos();
        if (upload.refusal() == null) {
            try {
                checkLimits(upload, piece, now);
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

    private void checkLimits(Upload upload, UploadPiece piece, long now) throws IOException {
        long left = settings.fileLimitBytes() - upload.part().bytes();
        boolean fits = piece.length() <= left;
        if (!fits) {
            piece.shorten(upload.sender().isStream() ? (int) left : 0); // a datagram is not cut
        }
        String full = room.take(piece.length(), now);
        if (full != null) {
            stop(upload, Refusal.LIMIT, full, now);
        } else if (!fits) {
            gather(upload, piece);
            String why = "a file may have at most " + Count.of(settings.fileLimitBytes(), "byte") + " (upload-limit)";
            stop(upload, Refusal.LIMIT, why, now);
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

    /** Keeps what is there and drops what comes: datagrams until a bye or silence; a stream is told, and over. */
    private void stop(Upload upload, Refusal reason, String why, long now) {
        if (reason == Refusal.LIMIT) {
            write(upload, now);
        }
        if (upload.refusal() != null) {
            return; // what was gathered could not be written, which is why it stopped
        }
        upload.stop(reason, why);
        close(upload);
        if (upload.sender().isStream()) {
            over.add(upload.sender());
            park(upload, now, why);
            return;
        }
        log.warn(
                now,
                "upload from " + upload.sender() + " is dropped after "
                        + Count.of(upload.part().bytes(), "byte") + ": " + why);
    }

    private void brokenOff(UploadPiece piece, Upload upload) {
        long now = piece.arrivalNanos();
        piece.done();
        if (upload != null) {
            write(upload, now);
        }
        if (upload != null && upload.refusal() == null) {
            close(upload);
            park(upload, now, upload.fault() == null ? piece.why() : upload.fault());
        }
    }

    private void end(UploadPiece piece, Upload upload) {
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
        if (!open.containsKey(upload.sender())) {
            return; // a stream that could not be written is over
        }
        close(upload);
        String doubt = doubtAbout(upload);
        if (doubt != null) {
            park(upload, now, doubt);
            return;
        }
        try {
            stored(upload, folder.publish(upload.part()), now);
        } catch (IOException e) {
            park(upload, now, "it could not be given its name: " + UploadFault.inWords(e));
        }
    }

    private void stored(Upload upload, String name, long now) {
        counts.files.increment();
        counts.bytes.add(upload.part().bytes());
        counts.recent.ended(upload, Outcome.COMPLETE, name, clock.millis());
        remove(upload);
        String complete =
                "upload " + name + " complete: " + Count.of(upload.part().bytes(), "byte") + " from " + upload.sender();
        try {
            folder.force();
        } catch (IOException e) {
            String doubt = ", though the device did not confirm its name: " + UploadFault.inWords(e);
            log.warn(now, complete + doubt);
            tell(upload, "stored as " + name + doubt);
            return;
        }
        log.info(now, complete);
        if (upload.sender().isStream()) {
            upload.sender().listener().stored();
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
        if (upload.sender().isStream()) {
            return null;
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
        remove(upload);
        UploadPart part = upload.part();
        boolean isEmpty = part.bytes() == 0;
        (isEmpty ? counts.dropped : counts.parked).increment();
        Outcome outcome = isEmpty ? Outcome.DROPPED : Outcome.PARKED;
        counts.recent.ended(upload, outcome, part.name() + FileNames.PART, clock.millis());
        String kept =
                isEmpty ? "nothing kept" : Count.of(part.bytes(), "byte") + " kept as " + part.name() + FileNames.PART;
        log.warn(now, "upload from " + upload.sender() + " is incomplete: " + kept + ": " + why);
        tell(upload, kept + ": " + why);
        try {
            part.deleteIfEmpty();
        } catch (IOException e) {
            log.warn(now, "upload: an empty part stays: " + UploadFault.inWords(e));
        }
    }

    private static void tell(Upload upload, String line) {
        if (upload.sender().isStream()) {
            upload.sender().listener().incomplete(line);
        }
    }

    private static String whyStopped(Upload upload) {
        return "the server stopped before " + (upload.sender().isStream() ? "the end of the stream" : "its bye");
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
