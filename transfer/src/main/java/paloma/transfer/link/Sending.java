package paloma.transfer.link;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.util.Arrays;
import paloma.transfer.ChunkSource;
import paloma.transfer.Hashing;
import paloma.transfer.Sender;
import paloma.transfer.SenderStats;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.Close;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Repair;
import paloma.transfer.wire.Wire;

/** Sends a file of this disk to a receiver. */
public final class Sending extends Side {
    private final long transfer;
    private final OutgoingFile file;
    private final Sender sender;
    private byte[] root;

    /** @param path what is known of the path to the receiver */
    public Sending(
            long transfer,
            OutgoingFile file,
            Path path,
            CongestionControl congestion,
            Desk desk,
            EventExecutor loop,
            Ending ending,
            long nowNanos) {
        super(transfer, file, desk, loop, ending);
        this.transfer = transfer;
        this.file = file;
        this.sender = new Sender(
                transfer,
                file.facts().size(),
                path.provenBytes(),
                path.limitBytes(),
                path.credit(),
                congestion,
                new Disk(),
                nowNanos);
        if (path.roundTripNanos() > 0) {
            sender.roundTrip(path.roundTripNanos());
        }
    }

    /**
     * What is known of the way to the receiver before the first packet.
     *
     * @param provenBytes the largest datagram that passed
     * @param limitBytes the largest that this host can send whole and the peer takes
     * @param credit chunks that may be begun
     * @param roundTripNanos 0 where it is not known
     */
    public record Path(int provenBytes, int limitBytes, int credit, long roundTripNanos) {}

    public Sender sender() {
        return sender;
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
    void heard(Message message, long now) {
        if (message instanceof Ack ack) {
            sender.onAck(ack, now);
        } else if (message instanceof Repair repair) {
            if (!sender.onRepair(repair, now)) {
                fail(Reason.DISK_ERROR, "a part of the file arrives damaged again and again");
            }
        } else if (message instanceof Done done) {
            done(done);
        }
    }

    @Override
    int next(ByteBuf out, long now) {
        if (sender.isExhausted()) {
            fail(Reason.STOPPED, "the packet numbers are used up; the same command goes on from here");
            return 0;
        }
        return sender.poll(out, now);
    }

    @Override
    boolean isAbandoned(long now) {
        return sender.isAbandoned(now);
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
            fail(Reason.PROTOCOL, "the receiver has another file than the one that was sent");
        } else {
            done(new Close(transfer));
        }
    }

    private final class Disk implements ChunkSource {
        @Override
        public void read(int index) {
            onDisk(() -> {
                byte[] buffer = take();
                int length = file.read(index, buffer);
                loop().execute(() -> read(index, buffer));
                byte[] hash = Hashing.sha256(buffer, length);
                report(() -> sender.chunkHashed(index, hash));
            });
        }

        private void read(int index, byte[] buffer) {
            if (isEnded()) {
                release(buffer);
            } else {
                sender.chunkRead(index, buffer);
                changed();
            }
        }

        @Override
        public void hash(int index) {
            onDisk(() -> {
                byte[] buffer = take();
                try {
                    byte[] hash = Hashing.sha256(buffer, file.read(index, buffer));
                    report(() -> sender.chunkHashed(index, hash));
                } finally {
                    release(buffer);
                }
            });
        }

        @Override
        public void root(byte[][] hashes) {
            onDisk(() -> {
                byte[] hash = Hashing.root(hashes);
                if (file.changed()) {
                    report(() -> fail(Reason.CHANGED_WHILE_READ, "the file was changed while it was being sent"));
                } else {
                    report(() -> {
                        root = hash;
                        sender.rootHashed(hash);
                    });
                }
            });
        }

        @Override
        public void release(byte[] buffer) {
            desk().buffers().give(buffer);
        }

        /** The sender itself holds no more than a few chunks; where even these are not there, memory must give them. */
        private byte[] take() {
            return desk().buffers().takeOrMake();
        }
    }
}
