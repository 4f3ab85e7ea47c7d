package paloma.transfer.driver;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import paloma.transfer.ChunkSink;
import paloma.transfer.Receiver;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.name.RefusedException;
import paloma.transfer.protection.PacketProtection;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Close;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Wire;

/** Receives a file onto this disk. */
public final class ReceiverDriver extends TransferDriver {
    private static final long WRITE_OUT_BYTES = 8L << 20;

    /** How long Done is repeated to a sender that does not confirm it with Close. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final IncomingFile file;
    private final Receiver receiver;
    private final LongSupplier clock;
    private final AtomicBoolean writingOut = new AtomicBoolean();
    private volatile long finishedNanos;

    /** @param held what {@code file} reported as held */
    public ReceiverDriver(
            PacketProtection sealer,
            IncomingFile file,
            List<BlockRange> held,
            TransferResources resources,
            Executor loop,
            TransferListener listener,
            long nowNanos) {
        this(sealer, file, held, resources, loop, listener, System::nanoTime, nowNanos);
    }

    /** @param clock that the times come from which the caller tells */
    ReceiverDriver(
            PacketProtection sealer,
            IncomingFile file,
            List<BlockRange> held,
            TransferResources resources,
            Executor loop,
            TransferListener listener,
            LongSupplier clock,
            long nowNanos) {
        super(sealer, file::close, resources, loop, listener);
        this.file = file;
        this.clock = clock;
        this.receiver = new Receiver(
                sealer, file.facts().size(), held, resources.buffers().size(), new Disk(), nowNanos);
    }

    public Receiver receiver() {
        return receiver;
    }

    /** Returns when the file was whole and under its name, 0 before. Any thread. */
    public long finishedNanos() {
        return finishedNanos;
    }

    @Override
    public int datagramBytes() {
        return Wire.SAFE_BYTES;
    }

    @Override
    public long wakeNanos(long now) {
        return isEnded() ? Long.MAX_VALUE : receiver.wakeNanos();
    }

    @Override
    void onFrame(long number, Frame frame, long now) {
        if (frame instanceof Data data) {
            receiver.onData(number, data, now);
        } else if (frame instanceof Hashes hashes) {
            receiver.onHashes(number, hashes, now);
        } else if (frame instanceof Probe) {
            receiver.onProbe(number, now);
        } else if (frame instanceof Close close && receiver.isFinished()) {
            receiver.skipped(close.skipped());
            done(null);
        } else {
            receiver.heard(now);
        }
    }

    @Override
    int pollOpen(ByteBuf out, long now) {
        if (receiver.isFinished() && now - finishedNanos > LINGER_NANOS) {
            done(null);
            return 0;
        }
        return receiver.poll(out, now);
    }

    @Override
    public long lastHeardNanos() {
        return receiver.lastHeardNanos();
    }

    @Override
    public long movedBytes() {
        return receiver.receivedBytes() + receiver.heldBytes() + receiver.holeBytes();
    }

    @Override
    boolean isComplete() {
        return receiver.isFinished();
    }

    @Override
    void release() {
        receiver.close();
    }

    private final class Disk implements ChunkSink {
        @Override
        public byte[] buffer() {
            return buffers().take();
        }

        @Override
        public void release(byte[] buffer) {
            buffers().giveBack(buffer);
        }

        @Override
        public void load(int index, byte[] buffer, int blocks) {
            onDiskAlways(() -> {
                int good = 0;
                try {
                    good = isEnded() ? 0 : file.load(index, buffer, blocks);
                } finally {
                    int loaded = good;
                    onLoopAlways(() -> returned(buffer, () -> receiver.loaded(index, loaded)));
                }
            });
        }

        /** Also when the transfer has ended by then: the next one resumes from what is there. */
        @Override
        public void save(int index, byte[] buffer, int blocks) {
            onDiskAlways(() -> {
                try {
                    file.save(index, buffer, blocks);
                } finally {
                    onLoopAlways(() -> returned(buffer, () -> receiver.saved(index)));
                }
                writeOutNow();
            });
        }

        private void returned(byte[] buffer, Runnable answer) {
            if (isEnded()) {
                release(buffer);
            } else {
                answer.run();
                changed();
            }
        }

        @Override
        public void write(int index, byte[] buffer, int length, byte[] hash) {
            // Also when the transfer has ended by then: the next one resumes from what is there.
            onDiskAlways(() -> {
                boolean good;
                try {
                    good = file.write(index, buffer, length, hash);
                } finally {
                    release(buffer);
                }
                Runnable told = () -> onLoop(() -> receiver.written(index, good));
                if (good) {
                    file.whenStored(index, told);
                } else {
                    told.run();
                }
                writeOut();
            });
        }

        /** Written out as it arrives, so that little is left for the end. */
        private void writeOut() throws RefusedException {
            if (file.pendingBytes() >= WRITE_OUT_BYTES) {
                writeOutNow();
            }
        }

        private void writeOutNow() throws RefusedException {
            if (writingOut.compareAndSet(false, true)) {
                try {
                    file.writeOut();
                } finally {
                    writingOut.set(false);
                }
            }
        }

        @Override
        public void check(int index, byte[] hash) {
            onDisk(() -> {
                boolean good = file.check(index, hash);
                onLoop(() -> receiver.checked(index, good, clock.getAsLong()));
            });
        }

        @Override
        public void zero(int index, byte[] hash) {
            onDiskAlways(() -> {
                boolean good = file.zero(index, hash);
                Runnable told = () -> onLoop(() -> receiver.zeroed(index, good));
                if (good) {
                    file.whenStored(index, told);
                } else {
                    told.run();
                }
            });
        }

        @Override
        public void finish(byte[][] hashes, byte[] root) {
            onDisk(() -> {
                file.finish(root);
                byte[] answer = file.answer();
                file.close(); // from now on another may write it
                onLoop(() -> {
                    finishedNanos = clock.getAsLong();
                    receiver.finished(finishedNanos, answer);
                });
            });
        }
    }
}
