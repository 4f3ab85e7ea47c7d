package paloma.transfer.driver;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.RefusedException;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

/**
 * Drives one side of one transfer on its event loop: hands it what arrives, asks it what to send and when to wake it, and
 * carries its work to the disk and back. It ends once.
 */
public abstract class TransferDriver {
    private final long transfer;
    private final AutoCloseable file;
    private final TransferResources resources;
    private final BoundedExecutor disk;
    private final EventExecutor loop;
    private final TransferListener listener;
    private Runnable changed = () -> {};
    private Message lastWord;
    private volatile boolean ended; // read by the disk's threads

    TransferDriver(
            long transfer,
            AutoCloseable file,
            TransferResources resources,
            EventExecutor loop,
            TransferListener listener) {
        this.transfer = transfer;
        this.file = file;
        this.resources = resources;
        this.disk = new BoundedExecutor(resources.disk());
        this.loop = loop;
        this.listener = listener;
    }

    /** Sets what is to run when there is something new to send. */
    public final void onChange(Runnable wake) {
        changed = wake;
    }

    /** Hands over a message of this transfer; its bytes stay the caller's. */
    public final void take(Message message, long now) {
        if (ended) {
            return;
        }
        if (message instanceof Fail && isComplete()) {
            done(null);
        } else if (message instanceof Fail fail) {
            end();
            listener.failed(fail.reason(), fail.text());
        } else {
            try {
                onMessage(message, now);
            } catch (RuntimeException e) {
                broke(e);
            }
        }
    }

    /** Ends the transfer from this side, and tells the other. */
    public final void fail(Reason reason, String text) {
        if (!ended) {
            end();
            lastWord = new Fail(transfer, reason, text);
            listener.failed(reason, text);
            changed.run();
        }
    }

    /** Returns how much room {@link #poll} needs. */
    public abstract int datagramBytes();

    /** Writes the next datagram to send and returns its length, or 0 when there is none to send now. */
    public final int poll(ByteBuf out, long now) {
        if (!ended && now - lastHeardNanos() > resources.idleTimeoutNanos()) {
            fail(
                    Reason.STOPPED,
                    "nothing was heard for " + TimeUnit.NANOSECONDS.toSeconds(resources.idleTimeoutNanos()) + " s");
        }
        if (lastWord != null) {
            Message message = lastWord;
            lastWord = null;
            return Wire.encode(message, out);
        }
        int start = out.writerIndex();
        try {
            return ended ? 0 : pollOpen(out, now);
        } catch (RuntimeException e) {
            out.writerIndex(start);
            broke(e);
            return 0;
        }
    }

    /** Returns when to call {@link #poll} again at the latest, on the clock of {@code now}. */
    public abstract long wakeNanos(long now);

    /** Returns whether it has ended and has nothing left to send. */
    public final boolean isOver() {
        return ended && lastWord == null;
    }

    /** Lets go of the file and of memory, and sends nothing more; a later transfer can resume from what is there. */
    public final void close() {
        end();
    }

    abstract void onMessage(Message message, long now);

    abstract int pollOpen(ByteBuf out, long now);

    /** Returns when the other side was last heard, on the clock of {@link System#nanoTime()}. */
    public abstract long lastHeardNanos();

    /** Returns whether the file is whole and shown: whatever the other side says then, all is well. */
    abstract boolean isComplete();

    /** Releases what the machine holds. */
    abstract void release();

    final ChunkPool.Share buffers() {
        return resources.buffers();
    }

    final EventExecutor loop() {
        return loop;
    }

    final boolean isEnded() {
        return ended;
    }

    final void changed() {
        changed.run();
    }

    /** Ends well, with a last word to the other side if there is one to say. */
    final void done(Message message) {
        end();
        lastWord = message;
        listener.done();
        changed.run();
    }

    /** Runs on the event loop what the disk has to say, unless it is too late. */
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
            loop.execute(task);
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

    /** Runs on a thread that may wait, before the file is closed. */
    final void onDiskAlways(DiskWork work) {
        disk.execute(() -> {
            try {
                work.run();
            } catch (RefusedException e) {
                onLoop(() -> fail(e.reason(), e.getMessage()));
            } catch (RuntimeException e) {
                onLoop(() -> broke(e));
            }
        });
    }

    interface DiskWork {
        void run() throws RefusedException;
    }

    private void broke(RuntimeException mistake) {
        listener.broke(mistake);
        fail(Reason.OTHER, "the other side has made a mistake, which its log tells of");
    }

    private void end() {
        if (!ended) {
            ended = true;
            release();
            resources.buffers().close();
            disk.finish(this::closeFile);
        }
    }

    private void closeFile() {
        try {
            file.close();
        } catch (Exception e) {
            throw new IllegalStateException("files of ours close without a word", e);
        }
    }
}
