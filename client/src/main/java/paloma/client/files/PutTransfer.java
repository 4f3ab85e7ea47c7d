package paloma.client.files;

import java.util.function.Function;
import paloma.transfer.Handshake;
import paloma.transfer.Macroflow;
import paloma.transfer.RateLimit;
import paloma.transfer.SenderStats;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.congestion.SavedPath;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.driver.SenderDriver;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Wire;

/** The transfer of a file to the server. */
final class PutTransfer extends Transfer {
    /** Chunks that may be started before the server grants more. */
    private static final int FIRST_CREDIT = 1;

    /** Where a file may be replaced there is one as a rule, and what is equal need not leave. */
    private static final int FIRST_CREDIT_BY_FORCE = 0;

    private final OutgoingFile file;
    private final Function<SavedPath, CongestionControl> congestion;
    private SenderDriver sending;
    private double limitBytes = Double.MAX_VALUE;
    private RateLimit limit = RateLimit.NONE;

    /**
     * @param file closed by this transfer
     * @param congestion makes the congestion control of all that are sent at once, over a path that may be known
     */
    PutTransfer(
            TransferContext context,
            Handshake.OpenRequest request,
            TransferResources resources,
            OutgoingFile file,
            Function<SavedPath, CongestionControl> congestion) {
        super(context, request, resources);
        this.file = file;
        this.congestion = congestion;
    }

    @Override
    void limit(double bytesPerSecond, RateLimit shared) {
        super.limit(bytesPerSecond, shared);
        limitBytes = bytesPerSecond;
        limit = shared;
        if (sending != null) {
            sending.sender().limitRate(bytesPerSecond, shared);
        }
    }

    /** Reads the first chunks: the first flight must leave without pauses, or its spacing says nothing about the path. */
    @Override
    void prepare() {
        if (sending == null && !isEnded()) {
            int credit = request().flags().force() ? FIRST_CREDIT_BY_FORCE : FIRST_CREDIT;
            SenderDriver.Path path =
                    new SenderDriver.Path(Wire.SAFE_BYTES, context().socket().limitBytes(), credit, 0);
            Macroflow flow = context().path().join(congestion);
            sending = new SenderDriver(sealer(), file, path, flow, resources(), loop(), this, System.nanoTime());
            sending.sender().limitRate(limitBytes, limit);
        }
    }

    @Override
    void asked(long now) {
        prepare();
        sending.sender().path(handshake().provenBytes(), handshake().roundTripNanos(), now);
        pathSeen(now);
        run(sending);
        sending.onChange(this::pump);
        pump();
    }

    @Override
    void pathSeen(long now) {
        sending.sender().begin(handshake().firstPackets(now));
        pump();
    }

    @Override
    void accepted(Grant grant, long now) {
        sending.sender().accepted(grant.held(), grant.credit(), grant.largestBytes(), now);
    }

    @Override
    void taken(long number, Frame frame, long now) {
        sending.take(number, frame, now);
    }

    @Override
    void ended() {
        if (sending != null) {
            boolean isSeen = limit == RateLimit.NONE; // else it carries more than a person let leave
            context().path().leave(isSeen ? sending.sender().path() : SavedPath.UNKNOWN);
        }
    }

    @Override
    void letGo() {
        if (sending != null) {
            sending.close();
        } else {
            resources().disk().execute(file::close);
        }
    }

    @Override
    long doneNanos() {
        return heardNanos();
    }

    @Override
    long size() {
        return file.facts().size();
    }

    @Override
    void count(Tally tally) {
        if (driver() == null) {
            return;
        }
        SenderStats stats = sending.stats();
        long heldBytes = sending.sender().heldBytes();
        long holeBytes = sending.sender().holeBytes();
        tally.holeBytes += holeBytes;
        tally.doneBytes += Math.min(size(), heldBytes + holeBytes + stats.ackedBytes());
        tally.heldBytes += heldBytes;
        tally.keptBytes += sending.sender().storedBytes();
        tally.sentBytes += stats.sentBytes();
        tally.packets += stats.packets();
        tally.lostPackets += stats.lostPackets();
        tally.spuriousPackets += stats.spuriousPackets();
        tally.resentBytes += stats.resentBytes();
        tally.roundTripNanos = Math.max(tally.roundTripNanos, stats.roundTripNanos());
    }

    /** Returns what the server said of a batch when it was done with it. */
    byte[] answer() {
        return sending.answer();
    }
}
