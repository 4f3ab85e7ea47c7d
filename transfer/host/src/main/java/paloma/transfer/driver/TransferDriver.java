package paloma.transfer.driver;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.name.RefusedException;
import paloma.transfer.protection.PacketProtection;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.PathChallenge;
import paloma.transfer.wire.PathResponse;
import paloma.transfer.wire.Reason;

/**
 * Drives one side of one transfer on its event loop: hands it what arrives, asks it what to send and when to wake it, and
 * carries its work to the disk and back. It ends once.
 *
 * <p>A mistake of ours, whatever Throwable that is and wherever it strikes, ends the transfer: the listener gets it for
 * the log, the peer gets a {@link Fail}, and file and memory are given back.
 */
public abstract class TransferDriver {
    private final PacketProtection sealer;
    private final TransferResources resources;
    private final Runnable closeFile;
    private final BoundedExecutor disk;
    private final Executor loop;
    private final TransferListener listener;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private Runnable changed = () -> {};
    private Frame lastFrame;
    private PathResponse response;
    private boolean broken;
    private volatile boolean ended; // read by the disk's threads

    /** @param closeFile run on a disk thread when all other work there is done */
    TransferDriver(
            PacketProtection sealer,
            Runnable closeFile,
            TransferResources resources,
            Executor loop,
            TransferListener listener) {
        this.sealer = sealer;
        this.closeFile = closeFile;
        this.resources = resources;
        this.disk = new BoundedExecutor(resources.disk(), mistake -> onLoopAlways(() -> broke(mistake)));
        this.loop = loop;
        this.listener = listener;
    }

    /** Sets what to run when there is something new to send. */
    public final void onChange(Runnable wake) {
        changed = wake;
    }

    /**
     * Hands over a frame that came sealed; its bytes stay the caller's.
     *
     * @param number of its packet
     */
    public final void take(long number, Frame message, long now) {
        if (ended) {
            return;
        }
        if (message instanceof Fail && isComplete()) {
            done(null);
        } else if (message instanceof PathChallenge challenge) {
            response = new PathResponse(challenge.data());
        } else if (message instanceof Fail fail) {
            conclude(null, () -> listener.failed(fail.reason(), fail.text()));
        } else {
            try {
                onFrame(number, message, now);
            } catch (Throwable mistake) {
                broke(mistake);
            }
        }
    }

    /** Returns whether the file is whole and under its name, though the other side has not said yet that it knows. */
    public final boolean isDone() {
        return !ended && isComplete();
    }

    /** Called when the other side knows nothing of the transfer any more: it is done. */
    public final void finish() {
        done(null);
    }

    /** Ends the transfer from this side, and tells the other; where the file is whole already, it is done all the same. */
    public final void fail(Reason reason, String text) {
        if (isDone()) {
            finish();
        } else if (!ended) {
            conclude(new Fail(reason, text), () -> listener.failed(reason, text));
        }
    }

    /** Returns how much room {@link #poll} needs. */
    public abstract int datagramBytes();

    /** Writes the next datagram to send and returns its length, or 0 when there is none to send now. */
    public final int poll(ByteBuf out, long now) {
        int start = out.writerIndex();
        try {
            endIfSilent(now);
            if (!ended) {
                return response == null ? pollOpen(out, now) : pollResponse(out);
            }
        } catch (Throwable mistake) {
            out.writerIndex(start);
            broke(mistake);
            return 0;
        }
        return pollLast(out);
    }

    private void endIfSilent(long now) {
        if (!ended && now - lastHeardNanos() > resources.idleTimeoutNanos()) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(resources.idleTimeoutNanos());
            fail(Reason.STOPPED, "nothing was heard for " + seconds + " s");
        }
    }

    private int pollResponse(ByteBuf out) {
        PathResponse answer = response;
        response = null;
        return sealer.seal(answer, out);
    }

    private int pollLast(ByteBuf out) {
        if (lastFrame == null) {
            return 0;
        }
        Frame frame = lastFrame;
        lastFrame = null;
        return sealer.seal(frame, out);
    }

    /** Returns when to call {@link #poll} again at the latest, on the clock of {@code now}. */
    public abstract long wakeNanos(long now);

    /** Returns whether it has ended and has nothing left to send. */
    public final boolean isOver() {
        return ended && lastFrame == null;
    }

    /** Lets go of the file and of memory, and sends nothing more; a later transfer can resume from what is there. */
    public final void close() {
        end();
    }

    /** Runs a step once the file is closed and its lock given back, at once where it is already. Any thread. */
    public final void whenClosed(Runnable step) {
        closed.thenRun(step);
    }

    abstract void onFrame(long number, Frame frame, long now);

    abstract int pollOpen(ByteBuf out, long now);

    /** Returns when the other side was last heard, on the clock of {@link System#nanoTime()}. */
    public abstract long lastHeardNanos();

    /** Returns how many bytes have arrived, or are known to have; repeats do not count. */
    public abstract long movedBytes();

    /** Returns whether it waits for the disk. Any thread. */
    public final boolean isOnDisk() {
        return disk.isAtWork();
    }

    /** Returns whether the file is whole and under its name: whatever happens then, all is well. */
    abstract boolean isComplete();

    /** Releases the buffers that the protocol's machine holds. */
    abstract void release();

    final ChunkPool.Share buffers() {
        return resources.buffers();
    }

    final boolean isEnded() {
        return ended;
    }

    final void changed() {
        changed.run();
    }

    /** Ends well, with a last frame to the other side unless that is null. */
    final void done(Frame frame) {
        conclude(frame, listener::done);
    }

    /** Runs on the event loop with what the disk found, unless the transfer has ended by then. */
    final void onLoop(Runnable task) {
        onLoopAlways(() -> {
            if (!ended) {
                task.run();
                changed.run();
            }
        });
    }

    /** Runs on the event loop, unless that has ended, as when the program ends. */
    final void onLoopAlways(Runnable task) {
        try {
            loop.execute(() -> {
                try {
                    task.run();
                } catch (Throwable mistake) {
                    broke(mistake);
                }
            });
        } catch (RejectedExecutionException e) {
            ended = true;
        }
    }

    /** Runs on a thread that may wait, unless the transfer has ended by then. */
    final void onDisk(DiskWork work) {
        onDiskAlways(() -> {
            if (!ended) {
                work.run();
            }
        });
    }

    /** Keeps what is for the disk until {@link #resumeDisk}, or the end. */
    public final void pauseDisk() {
        disk.pause();
    }

    public final void resumeDisk() {
        disk.resume();
    }

    /** Runs on a thread that may wait, before the file is closed. */
    final void onDiskAlways(DiskWork work) {
        disk.execute(() -> {
            try {
                work.run();
            } catch (RefusedException e) {
                onLoop(() -> fail(e.reason(), e.getMessage()));
            }
        });
    }

    interface DiskWork {
        void run() throws RefusedException;
    }

    /** Ends the transfer, unless it has ended, because of a mistake of ours. */
    final void broke(Throwable mistake) {
        Runnable report = report(mistake);
        if (ended) {
            carryOut(report);
        } else if (isComplete()) {
            conclude(null, report, listener::done);
        } else {
            conclude(
                    new Fail(Reason.OTHER, "the other side made a mistake; see its log"),
                    report,
                    () -> listener.failed(Reason.OTHER, "a mistake of this program"));
        }
    }

    /** Returns what tells the listener of the first mistake: that is the one to mend, others follow from it. */
    private Runnable report(Throwable mistake) {
        boolean first = !broken;
        broken = true;
        return first ? () -> listener.broke(mistake) : () -> {};
    }

    private void conclude(Frame frame, Runnable... steps) {
        end();
        lastFrame = frame;
        for (Runnable step : steps) {
            carryOut(step);
        }
        changed.run();
    }

    private void end() {
        if (!ended) {
            ended = true;
            carryOut(this::release);
            carryOut(resources.buffers()::close);
            carryOut(() -> disk.finish(this::closeFile));
        }
    }

    private void closeFile() {
        try {
            closeFile.run();
        } finally {
            closed.complete(null);
        }
    }

    /** Runs one step of the end; a mistake in it keeps no other step from being done. */
    private void carryOut(Runnable step) {
        try {
            step.run();
        } catch (Throwable mistake) {
            carryOut(report(mistake));
        }
    }
}
