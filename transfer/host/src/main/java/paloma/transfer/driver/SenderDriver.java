package paloma.transfer.driver;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import paloma.transfer.ChunkSource;
import paloma.transfer.Chunks;
import paloma.transfer.Macroflow;
import paloma.transfer.Sender;
import paloma.transfer.SenderStats;
import paloma.transfer.Sha256;
import paloma.transfer.ZeroChunk;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.name.RefusedException;
import paloma.transfer.protection.PacketProtection;
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.Close;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Repair;
import paloma.transfer.wire.Wire;

/** Sends a file from this disk. */
public final class SenderDriver extends TransferDriver {
    private final OutgoingFile file;
    private final Sender sender;
    private byte[] root;
    private byte[] answer = new byte[0];

    /**
     * @param path what is known of the path before the first packet
     * @param flow that its packets are part of
     */
    public SenderDriver(
            PacketProtection sealer,
            OutgoingFile file,
            Path path,
            Macroflow flow,
            TransferResources resources,
            Executor loop,
            TransferListener listener,
            long nowNanos) {
        super(sealer, file::close, resources, loop, listener);
        this.file = file;
        this.sender = new Sender(
                sealer,
                file.facts().size(),
                path.provenBytes(),
                path.limitBytes(),
                path.credit(),
                flow,
                new Disk(),
                nowNanos);
        if (path.roundTripNanos() > 0) {
            sender.roundTrip(path.roundTripNanos());
        }
    }

    /**
     * What is known of the path to the receiver before the first packet.
     *
     * @param provenBytes the largest datagram that is known to pass
     * @param limitBytes the largest that this host can send whole and the peer accepts
     * @param credit how many chunks may be begun
     * @param roundTripNanos 0 if unknown
     */
    public record Path(int provenBytes, int limitBytes, int credit, long roundTripNanos) {}

    public Sender sender() {
        return sender;
    }

    /** Returns what the receiver said of a batch when it was done with it; of a file nothing. */
    public byte[] answer() {
        return answer;
    }

    public SenderStats stats() {
        return sender.stats();
    }

    @Override
    public int datagramBytes() {
        return isEnded() ? Wire.SAFE_BYTES : sender.datagramBytes();
    }

    @Override
    public long wakeNanos(long now) {
        return isEnded() ? Long.MAX_VALUE : sender.wakeNanos(now);
    }

    @Override
    void onFrame(long number, Frame frame, long now) {
        if (frame instanceof Ack ack) {
            if (!sender.onAck(number, ack, now)) {
                fail(Reason.PROTOCOL, "what was never sent was acknowledged");
            }
        } else if (frame instanceof Repair repair) {
            if (!sender.onRepair(repair, now)) {
                fail(Reason.DISK_ERROR, "part of the file keeps arriving damaged");
            }
        } else if (frame instanceof Done done) {
            done(done);
        } else {
            sender.heard(now);
        }
    }

    @Override
    int pollOpen(ByteBuf out, long now) {
        return sender.poll(out, now);
    }

    @Override
    public long lastHeardNanos() {
        return sender.lastHeardNanos();
    }

    @Override
    public long movedBytes() {
        return sender.stats().ackedBytes() + sender.heldBytes() + sender.holeBytes();
    }

    @Override
    boolean isComplete() {
        return false;
    }

    @Override
    void release() {
        sender.close();
    }

    private void done(Done done) {
        if (root == null || !Arrays.equals(root, done.root())) {
            fail(Reason.PROTOCOL, "the receiver has a different file than was sent");
        } else {
            answer = done.answer();
            done(new Close(sender.skippedNumbers()));
        }
    }

    private final class Disk implements ChunkSource {
        private final Queue<Runnable> waiting = new ArrayDeque<>();

        /** Buffers that are being hashed, and whether the sender has released them already. */
        private final Map<byte[], Boolean> hashing = new IdentityHashMap<>();

        /** Waits when all buffers are out: one is acknowledged sooner or later. */
        @Override
        public void read(int index, boolean mayBeHole) {
            byte[] buffer = buffers().take();
            if (buffer == null) {
                waiting.add(() -> read(index, mayBeHole));
            } else {
                onDiskAlways(() -> read(index, mayBeHole, buffer));
            }
        }

        /** The bytes may leave while they are being hashed. */
        private void read(int index, boolean mayBeHole, byte[] buffer) throws RefusedException {
            boolean isHole = false;
            int length = 0;
            try {
                isHole = mayBeHole && !isEnded() && file.isHole(index);
                length = isHole || isEnded() ? 0 : file.read(index, buffer);
            } finally {
                if (length == 0) {
                    onLoopAlways(() -> release(buffer));
                }
            }
            if (isHole) {
                hole(index);
            }
            if (length > 0) {
                onLoopAlways(() -> arrived(index, buffer));
                byte[] hash;
                try {
                    hash = Sha256.of(buffer, length);
                } finally {
                    onLoopAlways(() -> hashed(buffer));
                }
                onLoop(() -> sender.chunkHashed(index, hash));
            }
        }

        private void hole(int index) {
            byte[] hash = ZeroChunk.hash(Chunks.length(index, file.facts().size()));
            onLoop(() -> sender.chunkIsHole(index, hash));
        }

        private void arrived(int index, byte[] buffer) {
            boolean taken = false;
            hashing.put(buffer, isEnded());
            try {
                if (!isEnded()) {
                    sender.chunkRead(index, buffer);
                    changed();
                }
                taken = true;
            } finally {
                if (!taken) {
                    hashing.put(buffer, true);
                }
            }
        }

        private void hashed(byte[] buffer) {
            if (hashing.remove(buffer)) {
                release(buffer);
            }
        }

        @Override
        public void release(byte[] buffer) {
            if (hashing.replace(buffer, true) != null) {
                return;
            }
            buffers().giveBack(buffer);
            if (!isEnded() && !waiting.isEmpty()) {
                waiting.remove().run();
            }
        }

        @Override
        public void hash(int index) {
            onDisk(() -> {
                if (file.isHole(index)) {
                    hole(index);
                    return;
                }
                byte[] hash = file.hash(index);
                onLoop(() -> sender.chunkHashed(index, hash));
            });
        }

        @Override
        public void root(byte[][] hashes) {
            onDisk(() -> {
                byte[] hash = Sha256.root(hashes);
                if (file.changed()) {
                    onLoop(() -> fail(Reason.CHANGED_WHILE_READ, "the file changed while it was being sent"));
                } else {
                    onLoop(() -> {
                        root = hash;
                        sender.rootHashed(hash);
                    });
                }
            });
        }
    }
}
