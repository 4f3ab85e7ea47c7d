package paloma.transfer.link;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import paloma.transfer.Sender;
import paloma.transfer.disk.RefusedException;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

/** What both sides of a transfer have in common: an end that comes once, and a disk that answers later. */
abstract class Side implements Party {
    private final long transfer;
    private final AutoCloseable file;
    private final Desk desk;
    private final EventExecutor loop;
    private final Ending ending;
    private Runnable changed = () -> {};
    private Message lastWord;
    private boolean ended;

    Side(long transfer, AutoCloseable file, Desk desk, EventExecutor loop, Ending ending) {
        this.transfer = transfer;
        this.file = file;
        this.desk = desk;
        this.loop = loop;
        this.ending = ending;
    }

    /** Sets what is to run when there is something new to send. */
    public final void onChange(Runnable wake) {
        changed = wake;
    }

    @Override
    public final void take(Message message, long now) {
        if (ended) {
            return;
        }
        if (message instanceof Fail && isComplete()) {
            done(null);
        } else if (message instanceof Fail fail) {
            end();
            ending.failed(fail.reason(), fail.text());
        } else {
            heard(message, now);
        }
    }

    /** Ends the transfer from this side, and tells the other. */
    public final void fail(Reason reason, String text) {
        if (!ended) {
            end();
            lastWord = new Fail(transfer, reason, text);
            ending.failed(reason, text);
            changed.run();
        }
    }

    @Override
    public final int poll(ByteBuf out, long now) {
        if (!ended && isAbandoned(now)) {
            fail(
                    Reason.STOPPED,
                    "nothing was heard for " + TimeUnit.NANOSECONDS.toSeconds(Sender.PATIENCE_NANOS) + " s");
        }
        if (lastWord != null) {
            Message word = lastWord;
            lastWord = null;
            return Wire.encode(word, out);
        }
        return ended ? 0 : next(out, now);
    }

    @Override
    public final boolean isOver() {
        return ended && lastWord == null;
    }

    @Override
    public final void close() {
        end();
    }

    abstract void heard(Message message, long now);

    abstract int next(ByteBuf out, long now);

    abstract boolean isAbandoned(long now);

    /** Says whether the file is whole and shown: whatever the other side says then, all is well. */
    abstract boolean isComplete();

    /** Gives back what the machine holds. */
    abstract void release();

    final Desk desk() {
        return desk;
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
    final void done(Message word) {
        end();
        lastWord = word;
        ending.done();
        changed.run();
    }

    /** Runs on the event loop what the disk has to say, unless it is too late. */
    final void report(Runnable word) {
        loop.execute(() -> {
            if (!ended) {
                word.run();
                changed.run();
            }
        });
    }

    /** Runs on a thread that may wait. */
    final void onDisk(DiskWork work) {
        desk.disk().execute(() -> {
            try {
                work.run();
            } catch (RefusedException e) {
                report(() -> fail(e.reason(), e.getMessage()));
            }
        });
    }

    interface DiskWork {
        void run() throws RefusedException;
    }

    private void end() {
        if (!ended) {
            ended = true;
            release();
            desk.disk().execute(this::closeFile);
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
