package paloma.server.upload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import paloma.server.handler.Backpressure;
import paloma.server.handover.HandOver;

/** Copies of what came, on their way to the disk; pauses its readers before it is full, and resumes them half empty. */
final class DiskQueue implements Backpressure {
    /** Lands 100 MB of loopback bursts on a common disk with pauses, and leaves a JVM of 64 MiB its room. */
    static final int MAX_BYTES = 8 << 20;

    /** For datagrams of a few bytes, which cost more than their bytes. */
    static final int MAX_PIECES = 16_384;

    /** The last quarter is for what is on its way when reading stops: a joined burst of each event loop. */
    private static final int STOP_QUARTERS = 3;

    private static final int RESUME_QUARTERS = 2;

    private final HandOver<UploadPiece> pieces;
    private final IntConsumer room;
    private final ByteBufAllocator allocator;
    private final Queue<Runnable> resumes = new ConcurrentLinkedQueue<>();
    private volatile boolean full;
    private volatile boolean ended;

    DiskQueue(int maxPieces, int maxBytes, ByteBufAllocator allocator) {
        this.pieces = new HandOver<>(maxPieces, maxBytes);
        this.room = pieces::free;
        this.allocator = allocator;
    }

    /** Copies {@code payload} into the queue, from any thread; false when there is no room. Throws where memory is short. */
    boolean offer(UploadSender sender, ByteBuf payload, long arrivalNanos) {
        int length = payload.readableBytes();
        return offer(length, () -> piece(sender, payload, length, arrivalNanos));
    }

    /**
     * Tells from any thread that a stream is whole, or why it will not be; false when there is no room.
     *
     * @param broken null for one that is whole
     */
    boolean offerEnd(UploadSender sender, String broken, long arrivalNanos) {
        Supplier<UploadPiece> last = () -> broken == null
                ? UploadPiece.end(sender, arrivalNanos, room)
                : UploadPiece.brokenOff(sender, broken, arrivalNanos, room);
        return offer(0, last);
    }

    /** Returns whether nothing is accepted any more. */
    boolean hasEnded() {
        return ended;
    }

    private boolean offer(int length, Supplier<UploadPiece> piece) {
        if (ended) {
            return false;
        }
        if (!pieces.offer(length, piece)) {
            full = true;
            resumeIfDrained(); // the disk thread may have seen the last piece before
            return false;
        }
        if (ended) {
            discard();
        }
        return true;
    }

    private UploadPiece piece(UploadSender sender, ByteBuf payload, int length, long arrivalNanos) {
        ByteBuf copy = allocator.directBuffer(length, length).writeBytes(payload, payload.readerIndex(), length);
        if (!pieces.isBelow(STOP_QUARTERS)) {
            full = true; // before the piece is added: its reader looks at this when it has nothing left
        }
        return new UploadPiece(sender, copy, arrivalNanos, room);
    }

    /** Returns the next piece or null; for the disk thread, like all below. */
    UploadPiece poll() {
        return pieces.poll();
    }

    /** Resumes the readers, if they are paused and half of the queue is done. Any thread. */
    void resumeIfDrained() {
        if (full && pieces.isBelow(RESUME_QUARTERS)) {
            full = false;
            resume();
        }
    }

    void await(long nanos) {
        pieces.await(nanos);
    }

    /** Accepts no more, for good, and releases what is still there. */
    void end() {
        ended = true;
        discard();
        full = false;
        resume();
    }

    @Override
    public boolean accepts() {
        return !full;
    }

    @Override
    public void whenAccepting(Runnable resume) {
        resumes.add(resume);
        if (accepts()) {
            resume();
        }
    }

    private void resume() {
        for (Runnable resume = resumes.poll(); resume != null; resume = resumes.poll()) {
            try {
                resume.run();
            } catch (RejectedExecutionException e) {
                continue; // the event loop of that socket has ended
            }
        }
    }

    private void discard() {
        for (UploadPiece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            piece.done();
        }
    }
}
