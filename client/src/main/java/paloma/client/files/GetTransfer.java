package paloma.client.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import paloma.transfer.Handshake;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.driver.ReceiverDriver;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Wire;

/** The transfer of a file or a list from the server. */
final class GetTransfer extends Transfer {
    /** Frames kept while the disk opens the file: a first flight, at most 1.5 MB. */
    private static final int MAX_EARLY = 1_024;

    private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Opens the file once the server has described it. */
    interface Target {
        /** Called on a thread that may block. */
        IncomingFile open(FileFacts facts) throws RefusedException;
    }

    private final Target target;
    /** @param number of its packet */
    private record Kept(long number, ByteBuf frame) {}

    private final Queue<Kept> early = new ArrayDeque<>();
    private ReceiverDriver receiving;
    private ScheduledFuture<?> asking;
    private FileFacts facts = FileFacts.NONE;
    private boolean rude;

    GetTransfer(TransferContext context, Handshake.OpenRequest request, TransferResources resources, Target target) {
        super(context, request, resources);
        this.target = target;
    }

    @Override
    void asked(long now) {}

    @Override
    void accepted(Grant grant, long now) {
        facts = grant.facts();
        rude = request().flags().polite() && !grant.polite();
        Runnable ask = () -> guarded(this::askIfSilent);
        asking = loop().scheduleWithFixedDelay(ask, ASK_AGAIN_NANOS, ASK_AGAIN_NANOS, TimeUnit.NANOSECONDS);
        resources().disk().execute(() -> {
            try {
                IncomingFile file = target.open(facts);
                onLoop(() -> receive(file));
            } catch (RefusedException e) {
                onLoop(() -> end(e.reason(), e.getMessage()));
            } catch (Throwable bug) {
                onLoop(() -> broken(bug));
            }
        });
    }

    @Override
    void taken(long number, Frame frame, long now) {
        if (receiving != null) {
            receiving.take(number, frame, now);
        } else if (frame instanceof Fail fail) {
            failed(fail.reason(), fail.text());
        } else if (early.size() < MAX_EARLY) {
            ByteBuf copy = Unpooled.buffer(Wire.SAFE_BYTES);
            Frame.encode(frame, copy);
            early.add(new Kept(number, copy));
        }
    }

    @Override
    void letGo() {
        early.clear();
    }

    @Override
    void ended() {
        if (asking != null) {
            asking.cancel(false);
        }
    }

    @Override
    long doneNanos() {
        return receiving.finishedNanos();
    }

    @Override
    long size() {
        return facts.size();
    }

    @Override
    void count(Tally tally) {
        tally.isRude |= rude;
        if (receiving == null) {
            return;
        }
        long heldBytes = receiving.receiver().heldBytes();
        long holeBytes = receiving.receiver().holeBytes();
        tally.holeBytes += holeBytes;
        tally.doneBytes +=
                Math.min(size(), heldBytes + holeBytes + receiving.receiver().receivedBytes());
        tally.heldBytes += heldBytes;
        tally.keptBytes += receiving.receiver().verifiedBytes();
        tally.receivedBytes += receiving.receiver().receivedBytes();
        tally.packets += receiving.receiver().packets();
        tally.lostPackets += receiving.receiver().missingPackets();
        tally.doubledPackets += receiving.receiver().duplicatePackets();
        tally.roundTripNanos = Math.max(tally.roundTripNanos, handshake().roundTripNanos());
    }

    private void receive(IncomingFile file) {
        if (isEnded()) {
            resources().disk().execute(file::close);
            return;
        }
        long now = System.nanoTime();
        receiving = new ReceiverDriver(sealer(), file, request().held(), resources(), loop(), this, now);
        run(receiving);
        receiving.onChange(this::pump);
        for (Kept kept = early.poll(); kept != null; kept = early.poll()) {
            receiving.take(kept.number(), Frame.decode(kept.frame()), now);
        }
        pump();
    }

    /** A receiver repeats nothing, and would not notice that the server was restarted. */
    private void askIfSilent() {
        if (System.nanoTime() - heardNanos() > ASK_AGAIN_NANOS) {
            ping();
        }
    }
}
